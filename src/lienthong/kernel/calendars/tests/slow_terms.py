"""Clocks with pauses counted minute by minute and day by day: slow and obvious, to hold the quick rules against."""

from datetime import date, timedelta

from ..contracts import LimitUnit, TimeLimit
from ..rules import WorkingTime, day_at, later_month
from . import slow_clock

Stretch = tuple[int, int]


def stands(pauses: list[Stretch], minute: int) -> bool:
    """Say whether the clock stands in the minute that begins here."""
    return any(start <= minute < end for start, end in pauses)


def due_by_minutes(work: WorkingTime, start: int, amount: int, pauses: list[Stretch]) -> int:
    """Walk until so many worked minutes have passed while the clock ran."""
    minute = start
    while amount:
        amount -= slow_clock.works_at(work, minute) and not stands(pauses, minute)
        minute += 1
    return minute


def due_by_days(work: WorkingTime, start: int, limit: TimeLimit, pauses: list[Stretch]) -> date:
    """Count days one by one, each when the clock runs at its end; return the working day on which the limit ends."""
    first = day_at(slow_clock.next_moment(work, start))
    amount = limit.amount
    if limit.unit is LimitUnit.MONTH:
        amount = (later_month(first, limit.amount) - first).days
    day = first
    while amount:
        day += timedelta(days=1)
        counts = limit.unit is not LimitUnit.WORKING_DAY or bool(work.sessions(day))
        amount -= counts and not _stands_at_end(pauses, day)
    while _stands_at_end(pauses, day) or not work.sessions(day):
        day += timedelta(days=1)
    return day


def _stands_at_end(pauses: list[Stretch], day: date) -> bool:
    return any(day_at(start) <= day < day_at(end) for start, end in pauses)
