"""Questions about working time; each is answered from a table kept in memory.

The table of a calendar belongs to its version. The version is asked again after a second, so a change made by another
process is seen then, and one made by this thread at once (`forget`). What others store in that second by the old table
is moved with all that was stored before: the work begins when it is over (`jobs.move_due_dates`).
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from time import monotonic

from django.utils.translation import gettext as _

from .. import rules
from ..contracts import (
    SAME_DAY_CUTOFF,
    CalendarNotFound,
    ClockTerms,
    Convention,
    DayEntry,
    DayKind,
    Explanation,
    NoWorkingTime,
    Session,
    TimeLimit,
    WeekPeriod,
)
from ..models import Calendar, CalendarDay, CalendarWeek

SECONDS_BEFORE_ASKING_AGAIN = 1.0
TABLES_KEPT = 512


@dataclass(frozen=True, slots=True)
class _Known:
    """The table of a calendar and when its version was last compared with the database."""

    work: rules.WorkingTime
    asked_at: float


class _Memory(threading.local):
    """What this thread knows; by thread, so that one never sees what another has not committed."""

    def __init__(self) -> None:
        self.known: dict[int, _Known] = {}


_memory = _Memory()


def forget() -> None:
    """Make this thread ask the database for versions again; called by services that change a calendar."""
    _memory.known.clear()


def get_working_time(*, calendar_id: int) -> rules.WorkingTime:
    """Return the working time of a calendar with what it inherits from its parents.

    :raises CalendarNotFound: there is no such calendar
    """
    known = _memory.known.get(calendar_id)
    if known is not None and monotonic() - known.asked_at < SECONDS_BEFORE_ASKING_AGAIN:
        return known.work
    version = Calendar.objects.filter(pk=calendar_id).values_list("version", flat=True).first()
    if version is None:
        raise CalendarNotFound(_("There is no such calendar."), calendar=calendar_id)
    work = _table(calendar_id, version)
    _memory.known[calendar_id] = _Known(work, monotonic())
    return work


@lru_cache(maxsize=TABLES_KEPT)
def _table(calendar_id: int, version: int) -> rules.WorkingTime:  # noqa: ARG001  the version only tells tables apart
    return rules.WorkingTime(tuple(layer for said in load_chain(calendar_id=calendar_id) for layer in said.layers()))


@dataclass(frozen=True)
class Said:
    """What one calendar of a chain says by itself."""

    calendar_id: int
    name: str
    parent_id: int | None
    valid_from: date | None
    valid_to: date | None
    weeks: tuple[WeekPeriod, ...]
    days: Mapping[date, DayEntry]

    def layers(self) -> tuple[rules.Layer, ...]:
        """Return it as layers of working time."""
        return rules.layers_of(weeks=self.weeks, days=self.days, valid_from=self.valid_from, valid_to=self.valid_to)


def load_said(*, calendar_id: int) -> Said:
    """Return what one calendar says by itself. Three statements.

    :raises CalendarNotFound: there is no such calendar
    """
    return _say([_row(calendar_id)])[0]


def load_chain(*, calendar_id: int) -> tuple[Said, ...]:
    """Return what a calendar and those it inherits from say, nearest first. Two statements and one a calendar.

    :raises CalendarNotFound: there is no such calendar
    """
    rows: list[Calendar] = []
    following: int | None = calendar_id
    while following is not None and following not in {row.pk for row in rows}:
        rows.append(_row(following))
        following = rows[-1].parent_id
    return _say(rows)


def _row(calendar_id: int) -> Calendar:
    calendar = Calendar.objects.filter(pk=calendar_id).first()
    if calendar is None:
        raise CalendarNotFound(_("There is no such calendar."), calendar=calendar_id)
    return calendar


def _say(rows: Sequence[Calendar]) -> tuple[Said, ...]:
    weeks: dict[int, list[WeekPeriod]] = {row.pk: [WeekPeriod(rules.read_week(row.hours))] for row in rows}
    days: dict[int, dict[date, DayEntry]] = {row.pk: {} for row in rows}
    for period in CalendarWeek.objects.filter(calendar_id__in=weeks).order_by("valid_from"):
        weeks[period.calendar_id].append(read_period(period))
    for day in CalendarDay.objects.filter(calendar_id__in=days):
        days[day.calendar_id][day.date] = read_entry(day)
    return tuple(
        Said(row.pk, row.name, row.parent_id, row.valid_from, row.valid_to, tuple(weeks[row.pk]), days[row.pk])
        for row in rows
    )


def read_entry(row: CalendarDay) -> DayEntry:
    """Return a stored day as plain data."""
    hours = None if row.hours is None else rules.read_sessions(row.hours)
    return DayEntry(
        day=row.date,
        kind=DayKind(row.kind),
        name=row.name,
        source=row.source,
        hours=hours,
        to_confirm=row.to_confirm,
    )


def read_period(row: CalendarWeek) -> WeekPeriod:
    """Return stored hours of a period as plain data."""
    return WeekPeriod(rules.read_week(row.hours), row.valid_from, row.valid_to, row.source)


@contextmanager
def _counting(calendar_id: int) -> Iterator[rules.WorkingTime]:
    try:
        yield get_working_time(calendar_id=calendar_id)
    except rules.CalendarIsSilentError as silence:
        message = _("This calendar has no working time. Ask the administrator to enter its hours.")
        raise NoWorkingTime(message, calendar=calendar_id) from silence


def add_limit(
    *,
    calendar_id: int,
    start: datetime,
    limit: TimeLimit,
    convention: Convention = Convention.HOUR_EXACT,
    cutoff: time = SAME_DAY_CUTOFF,
) -> datetime:
    """Return when a time limit that starts now is due, in UTC, to the minute (R-39, R-40, R-41).

    :param convention: how working days are counted; a property of the procedure's version
    :param cutoff: last local time at which a same-day procedure is still due the same day
    :raises CalendarNotFound: there is no such calendar
    :raises NoWorkingTime: the calendar has no working time to count
    """
    with _counting(calendar_id) as work:
        minute = rules.add_limit(work, rules.to_minute(start), limit, convention=convention, cutoff=cutoff)
        return rules.to_moment(minute)


def hand_on_by(*, calendar_id: int, start: datetime, cutoff: time, beginning: int) -> datetime:
    """Return until when papers received at a moment are to be handed on to the next place, in UTC (R-18).

    :param cutoff: last local time at which they are still handed on the same working day
    :param beginning: how many working minutes "the beginning of the next working day" lasts
    :raises CalendarNotFound: there is no such calendar
    :raises NoWorkingTime: the calendar has no working time to count
    """
    with _counting(calendar_id) as work:
        return rules.to_moment(rules.hand_on_by(work, rules.to_minute(start), cutoff=cutoff, beginning=beginning))


def add_working_minutes(*, calendar_id: int, start: datetime, minutes: int) -> datetime:
    """Return the first moment by which so much working time has passed; a negative amount goes back.

    Zero gives the next working moment.
    :raises CalendarNotFound: there is no such calendar
    :raises NoWorkingTime: the calendar has no working time to count
    """
    with _counting(calendar_id) as work:
        return rules.to_moment(work.add(rules.to_minute(start), minutes))


def working_minutes_between(*, calendar_id: int, start: datetime, end: datetime) -> int:
    """Return the working minutes from start to end; negative when the end comes first.

    :raises CalendarNotFound: there is no such calendar
    """
    work = get_working_time(calendar_id=calendar_id)
    return work.between(rules.to_minute(start), rules.to_minute(end))


def next_working_moment(*, calendar_id: int, at: datetime) -> datetime:
    """Return the moment itself inside working time, else the next start of working time (R-39).

    :raises CalendarNotFound: there is no such calendar
    :raises NoWorkingTime: the calendar has no working time to count
    """
    with _counting(calendar_id) as work:
        return rules.to_moment(work.next_moment(rules.to_minute(at)))


def standard_day_minutes(*, calendar_id: int, day: date | None = None) -> int:
    """Return the working minutes of a standard day, by the hours valid on the day given (default: the newest).

    :raises CalendarNotFound: there is no such calendar
    """
    return get_working_time(calendar_id=calendar_id).standard_minutes(day)


def is_working_day(*, calendar_id: int, day: date) -> bool:
    """Say whether any work is done on this local day.

    :raises CalendarNotFound: there is no such calendar
    """
    return get_working_time(calendar_id=calendar_id).is_working_day(day)


def sessions_of(*, calendar_id: int, day: date) -> tuple[Session, ...]:
    """Return the sessions of a local day in minutes from midnight; empty on a day off.

    :raises CalendarNotFound: there is no such calendar
    """
    return get_working_time(calendar_id=calendar_id).sessions(day)


def list_days(*, calendar_id: int, year: int) -> tuple[DayEntry, ...]:
    """Return the calendar's own special days of a year, in order."""
    rows = CalendarDay.objects.filter(calendar_id=calendar_id, date__year=year).order_by("date")
    return tuple(read_entry(row) for row in rows)


def due_of(*, calendar_id: int, terms: ClockTerms) -> datetime:
    """Return when a clock is due with its pauses and extensions, in UTC, to the minute (onestop section 9.3).

    A pause that is still open has not moved the due date yet.
    :raises CalendarNotFound: there is no such calendar
    :raises NoWorkingTime: the calendar has no working time to count
    """
    with _counting(calendar_id) as work:
        return rules.to_moment(rules.due_of(work, terms))


def explain_due(*, calendar_id: int, terms: ClockTerms) -> Explanation:
    """Return why a clock is due when it is: the days counted, skipped and paused, for `calendars/explanation.html`.

    :raises CalendarNotFound: there is no such calendar
    :raises NoWorkingTime: the calendar has no working time to count
    """
    with _counting(calendar_id) as work:
        return rules.explain(work, terms)
