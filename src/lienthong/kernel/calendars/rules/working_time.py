"""The working time of one calendar as arithmetic on minutes: pure, immutable, found by bisection.

Instants are whole minutes since 1970 UTC. Seconds are dropped: a due date is read and printed in minutes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from ..contracts import LOCAL_ZONE, DayEntry, DayKind, Session, WeekPeriod
from .hours import WeekHours, length, standard_day

OFF = frozenset({DayKind.HOLIDAY, DayKind.COMPENSATION, DayKind.SWAP_OFF})
# A calendar silent for so long is a mistake in its data, not a long holiday.
YEARS_OF_SILENCE = 3


class CalendarIsSilentError(ValueError):
    """No working time for years on end: nothing can be counted in such a calendar."""


@dataclass(frozen=True)
class Layer:
    """One calendar of the chain from an agency to its province (R-38): what it says, and while it is valid.

    `week` is empty where the hours are inherited. Both ends of the validity are included; None is open.
    """

    week: WeekHours
    days: Mapping[date, DayEntry]
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid(self, day: date) -> bool:
        """Say whether this calendar speaks for the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _is_lasting(layer: Layer) -> bool:
    return layer.valid_from is None and layer.valid_to is None


def layers_of(
    *,
    weeks: Sequence[WeekPeriod],
    days: Mapping[date, DayEntry],
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> tuple[Layer, ...]:
    """Return what one calendar says, nearest first: its days, then its hours, those that began last before others."""
    own = [Layer(week={}, days=days, valid_from=valid_from, valid_to=valid_to)]
    for period in sorted(weeks, key=lambda each: each.valid_from or date.min, reverse=True):
        begins = max((day for day in (period.valid_from, valid_from) if day), default=None)
        ends = min((day for day in (period.valid_to, valid_to) if day), default=None)
        own.append(Layer(week=period.hours, days={}, valid_from=begins, valid_to=ends))
    return tuple(own)


@dataclass(frozen=True, slots=True)
class YearTable:
    """The sessions of one local year; `before[i]` is the working time of the year before session i."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int
    days: tuple[int, ...]
    day_ends: tuple[int, ...]

    def passed(self, minute: int) -> int:
        """Return the working minutes of the year before this instant."""
        i = bisect_right(self.starts, minute) - 1
        return 0 if i < 0 else self.before[i] + min(minute, self.ends[i]) - self.starts[i]


def to_minute(moment: datetime) -> int:
    """Return an aware moment as whole minutes since 1970 UTC.

    :raises ValueError: the moment has no time zone
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be placed")
    return int(moment.timestamp() // 60)


def to_moment(minute: int) -> datetime:
    """Return minutes since 1970 as a moment in UTC; the inverse of `to_minute`."""
    return datetime.fromtimestamp(minute * 60, UTC)


def day_at(minute: int) -> date:
    """Return the day in Vietnam at this instant."""
    return datetime.fromtimestamp(minute * 60, LOCAL_ZONE).date()


@dataclass(frozen=True)
class WorkingTime:
    """The working time of one calendar, nearest layer first; a year's table is built when first asked for."""

    layers: tuple[Layer, ...]
    _tables: dict[int, YearTable] = field(default_factory=dict, repr=False, compare=False)
    _standard: dict[date, int] = field(default_factory=dict, repr=False, compare=False)

    def sessions(self, day: date) -> tuple[Session, ...]:
        """Return the sessions of a day, by its own entry or else by its weekday; empty on a day off."""
        week = self._week(day)
        entry = self.entry(day)
        usual = week.get(day.isoweekday(), ())
        if entry is None:
            return usual
        if entry.kind in OFF:
            return ()
        if entry.hours is not None:
            return entry.hours
        return standard_day(week) if entry.kind is DayKind.MAKE_UP_WORKDAY else usual[:1]

    def entry(self, day: date) -> DayEntry | None:
        """Return what the nearest calendar says of this very day; None when the day is like its weekday."""
        return next((layer.days[day] for layer in self.layers if day in layer.days and layer.is_valid(day)), None)

    def standard_minutes(self, day: date | None = None) -> int:
        """Return the working minutes of a standard day, as valid on the day given.

        Without a day the hours without end are meant, not those of a season.
        """
        if day is None:
            weeks = [layer for layer in self.layers if layer.week]
            return length(standard_day(next((each.week for each in [*filter(_is_lasting, weeks), *weeks]), {})))
        found = self._standard.get(day)
        if found is None:
            found = self._standard[day] = length(standard_day(self._week(day)))
        return found

    def _week(self, day: date) -> WeekHours:
        return next((layer.week for layer in self.layers if layer.week and layer.is_valid(day)), {})

    def table(self, year: int) -> YearTable:
        """Return the table of a local year."""
        found = self._tables.get(year)
        if found is None:
            # Two threads may both build it; they build the same.
            found = self._tables[year] = self._build(year)
        return found

    def _build(self, year: int) -> YearTable:
        starts: list[int] = []
        ends: list[int] = []
        before: list[int] = []
        days: list[int] = []
        day_ends: list[int] = []
        total = 0
        day = date(year, 1, 1)
        while day.year == year:
            sessions = self.sessions(day)
            midnight = to_minute(datetime.combine(day, time(), LOCAL_ZONE))
            for start, end in sessions:
                starts.append(midnight + start)
                ends.append(midnight + end)
                before.append(total)
                total += end - start
            if sessions:
                days.append(day.toordinal())
                day_ends.append(ends[-1])
            day += timedelta(days=1)
        return YearTable(tuple(starts), tuple(ends), tuple(before), total, tuple(days), tuple(day_ends))

    def _years(self, first: int, step: int = 1) -> Iterator[tuple[int, YearTable]]:
        """Yield years that have working time, from the first onwards or backwards."""
        silent = 0
        year = first
        while silent < YEARS_OF_SILENCE and date.min.year < year < date.max.year:
            table = self.table(year)
            silent = 0 if table.total else silent + 1
            yield year, table
            year += step
        raise CalendarIsSilentError(first)

    def next_moment(self, minute: int) -> int:
        """Return the instant itself inside working time, else the next start of working time (R-39)."""
        for _, table in self._years(day_at(minute).year):
            i = bisect_right(table.ends, minute)
            if i < len(table.ends):
                return max(minute, table.starts[i])
        raise AssertionError  # pragma: no cover - the years end by raising

    def add(self, minute: int, amount: int) -> int:
        """Return the first instant by which this much working time has passed since the given one.

        Time that ends with a session ends there, not at the next start (example D). Zero gives the next
        working moment; a negative amount goes back, to the last instant from which so much remains.
        """
        if amount == 0:
            return self.next_moment(minute)
        first = day_at(minute).year
        wanted = self.table(first).passed(minute) + amount
        return self._forward(first, wanted) if amount > 0 else self._back(first, wanted)

    def _forward(self, first: int, wanted: int) -> int:
        for _, table in self._years(first):
            if wanted <= table.total:
                i = bisect_left(table.before, wanted) - 1
                return table.starts[i] + wanted - table.before[i]
            wanted -= table.total
        raise AssertionError  # pragma: no cover - the years end by raising

    def _back(self, first: int, wanted: int) -> int:
        for year, table in self._years(first, -1):
            if year != first:
                wanted += table.total
            if wanted >= 0 and table.total:
                i = bisect_right(table.before, wanted) - 1
                return table.starts[i] + wanted - table.before[i]
        raise AssertionError  # pragma: no cover - the years end by raising

    def between(self, start: int, end: int) -> int:
        """Return the working minutes from start to end; negative when the end comes first."""
        if end < start:
            return -self.between(end, start)
        first, last = day_at(start).year, day_at(end).year
        whole = sum(self.table(year).total for year in range(first, last))
        return whole + self.table(last).passed(end) - self.table(first).passed(start)

    def is_working_day(self, day: date) -> bool:
        """Say whether any work is done on the day."""
        return bool(self.sessions(day))

    def end_of_working_day(self, day: date, *, skip: int = 0) -> int:
        """Return the end of the first working day on or after the given day, or of the one `skip` after it."""
        left = skip
        for year, table in self._years(day.year):
            i = (bisect_left(table.days, day.toordinal()) if year == day.year else 0) + left
            if i < len(table.days):
                return table.day_ends[i]
            left = i - len(table.days)
        raise AssertionError  # pragma: no cover - the years end by raising

    def working_days(self, first: date, last: date) -> int:
        """Return how many working days there are from one day to another, both included."""
        found = 0
        for year in range(first.year, last.year + 1):
            days = self.table(year).days
            found += bisect_right(days, last.toordinal()) - bisect_left(days, first.toordinal())
        return max(0, found)
