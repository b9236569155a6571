"""Working time as arithmetic on minutes: pure, immutable, found by bisection.

Instants are whole minutes since 1970 UTC. Seconds are dropped: a due date is read and printed in minutes.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from .contracts import (
    LOCAL_ZONE,
    SAME_DAY_CUTOFF,
    Convention,
    DayEntry,
    DayKind,
    LimitUnit,
    Session,
    TimeLimit,
)

OFF = frozenset({DayKind.HOLIDAY, DayKind.COMPENSATION, DayKind.SWAP_OFF})
WeekHours = Mapping[int, tuple[Session, ...]]
# A calendar silent for so long is a mistake in its data, not a long holiday.
YEARS_OF_SILENCE = 3
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


class CalendarIsSilentError(ValueError):
    """No working time for years on end: nothing can be counted in such a calendar."""


def read_clock(text: object) -> int:
    """Return "HH:MM" (00:00 to 24:00) as minutes from midnight.

    :raises ValueError: the text is not such a time
    """
    match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"not a time of day: {text!r}")
    return 24 * 60 if match[1] is None else int(match[1]) * 60 + int(match[2])


def write_clock(minute: int) -> str:
    """Return minutes from midnight as "HH:MM"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def read_sessions(pairs: object) -> tuple[Session, ...]:
    """Read one day's `[["07:30", "11:30"], …]`, in order and apart from each other.

    :raises ValueError: a session runs backwards, overlaps the one before, or is no pair of times
    """
    if not isinstance(pairs, Sequence) or isinstance(pairs, str):
        raise ValueError(f"not a list of sessions: {pairs!r}")  # noqa: TRY004  stored data is wrong, not the caller
    sessions: list[Session] = []
    for pair in pairs:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise ValueError(f"not a session, or out of order: {pair!r}")
        start, end = read_clock(pair[0]), read_clock(pair[1])
        if start >= end or (sessions and start < sessions[-1][1]):
            raise ValueError(f"not a session, or out of order: {pair!r}")
        sessions.append((start, end))
    return tuple(sessions)


def write_sessions(sessions: Sequence[Session]) -> list[list[str]]:
    """Return sessions as they are stored; the inverse of `read_sessions`."""
    return [[write_clock(start), write_clock(end)] for start, end in sessions]


def read_week(stored: object) -> dict[int, tuple[Session, ...]]:
    """Read hours per ISO weekday, `{"1": [["07:30", "11:30"], …], …}`.

    :raises ValueError: a key is not "1" … "7" or its sessions are not sound
    """
    if not isinstance(stored, Mapping):
        raise ValueError(f"not hours of a week: {stored!r}")  # noqa: TRY004  stored data is wrong, not the caller
    if unknown := [key for key in stored if key not in set("1234567")]:
        raise ValueError(f"not an ISO weekday: {unknown[0]!r}")
    return {int(key): read_sessions(pairs) for key, pairs in stored.items()}


def length(sessions: Sequence[Session]) -> int:
    """Return the working minutes of these sessions."""
    return sum(end - start for start, end in sessions)


def standard_day(week: WeekHours) -> tuple[Session, ...]:
    """Return the sessions of the longest weekday, the earliest in the week among equals."""
    return max((week[day] for day in sorted(week)), key=length, default=())


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

    def sessions(self, day: date) -> tuple[Session, ...]:
        """Return the sessions of a day, by its own entry or else by its weekday; empty on a day off."""
        week = self._week(day)
        entry = next((layer.days[day] for layer in self.layers if day in layer.days and layer.is_valid(day)), None)
        usual = week.get(day.isoweekday(), ())
        if entry is None:
            return usual
        if entry.kind in OFF:
            return ()
        if entry.hours is not None:
            return entry.hours
        return standard_day(week) if entry.kind is DayKind.MAKE_UP_WORKDAY else usual[:1]

    def standard_minutes(self, day: date | None = None) -> int:
        """Return the working minutes of a standard day, as valid on the day given (default: the nearest hours)."""
        if day is not None:
            return length(standard_day(self._week(day)))
        return length(standard_day(next((layer.week for layer in self.layers if layer.week), {})))

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


def later_month(day: date, months: int) -> date:
    """Return the same day number so many months later, or that month's last day when it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_limit(
    work: WorkingTime,
    start: int,
    limit: TimeLimit,
    *,
    convention: Convention = Convention.HOUR_EXACT,
    cutoff: time = SAME_DAY_CUTOFF,
) -> int:
    """Return when a limit that starts at this instant is due (Civil Code 2015, Articles 147 and 148; R-39, R-40).

    Days and months end with the working hours of their last day, or of the next working day when that is off.

    :param convention: how working days are counted
    :param cutoff: the last local time at which a same-day procedure is still due the same day
    :raises CalendarIsSilentError: the calendar has no working time to count
    """
    if limit.unit is LimitUnit.HOUR:
        return start + limit.amount * 60
    start = work.next_moment(start)
    local = datetime.fromtimestamp(start * 60, LOCAL_ZONE)
    today = last = local.date()
    if limit.unit in {LimitUnit.MINUTE, LimitUnit.WORKING_HOUR}:
        return work.add(start, limit.amount * (60 if limit.unit is LimitUnit.WORKING_HOUR else 1))
    if limit.unit is LimitUnit.WORKING_DAY and convention is Convention.HOUR_EXACT:
        return work.add(start, limit.amount * work.standard_minutes(today))
    match limit.unit:
        case LimitUnit.DAY:
            last = today + timedelta(days=limit.amount)
        case LimitUnit.MONTH:
            last = later_month(today, limit.amount)
    skip = limit.amount if limit.unit is LimitUnit.WORKING_DAY else 0
    if limit.unit is LimitUnit.SAME_DAY and local.time() > cutoff:
        skip = 1
    return work.end_of_working_day(last, skip=skip)
