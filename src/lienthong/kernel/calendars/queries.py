"""Questions about working time; each is answered from a table kept in memory.

The table of a calendar belongs to its version. The version is asked again after a few seconds, so a change made
by another process is seen then, and one made by this thread at once (`forget`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from time import monotonic

from django.utils.translation import gettext as _

from . import rules
from .contracts import (
    SAME_DAY_CUTOFF,
    CalendarNotFound,
    Convention,
    DayEntry,
    DayKind,
    NoWorkingTime,
    Session,
    TimeLimit,
)
from .models import Calendar, CalendarDay

SECONDS_BEFORE_ASKING_AGAIN = 3.0
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
    layers: list[rules.Layer] = []
    seen: set[int] = set()
    following: int | None = calendar_id
    while following is not None and following not in seen:
        seen.add(following)
        calendar = Calendar.objects.get(pk=following)
        entries = (_entry(day) for day in CalendarDay.objects.filter(calendar_id=following))
        layers.append(
            rules.Layer(
                week=rules.read_week(calendar.hours),
                days={entry.day: entry for entry in entries},
                valid_from=calendar.valid_from,
                valid_to=calendar.valid_to,
            )
        )
        following = calendar.parent_id
    return rules.WorkingTime(tuple(layers))


def _entry(row: CalendarDay) -> DayEntry:
    hours = None if row.hours is None else rules.read_sessions(row.hours)
    return DayEntry(day=row.date, kind=DayKind(row.kind), name=row.name, source=row.source, hours=hours)


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
    return tuple(_entry(row) for row in rows)
