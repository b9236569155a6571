"""Why a due date is what it is: each day on the way, counted, skipped or paused."""

from dataclasses import replace
from datetime import date, timedelta

from ..contracts import ClockTerms, Convention, DayReason, ExplainedDay, Explanation, LimitUnit
from .clock import begins_at, due_of, effective, first_due_of, is_in_days, paused_on, stands_since, stopped
from .limits import last_day
from .working_time import OFF, WorkingTime, day_at, to_minute, to_moment

MOST_DAYS = 120


def explain(work: WorkingTime, terms: ClockTerms) -> Explanation:
    """Return the way from the start of a clock to its due date, day by day.

    What came in after hours is followed over the days off to where counting began (R-39). The counted minutes of all
    days together are the limit, with what extensions by an amount added to it.

    :raises CalendarIsSilentError: the calendar has no working time to count
    """
    since = effective(terms)
    begins, due = begins_at(work, since), due_of(work, since)
    in_days = is_in_days(since.limit, since.convention)
    counted = _by_day(work, since, begins, due) if in_days else _by_time(work, since, begins, due)
    days = [*_passed_over(work, to_minute(since.start), begins), *counted]
    last = last_day(work, to_minute(since.start), since.limit)
    rolls = since.limit.unit in {LimitUnit.DAY, LimitUnit.MONTH} and not (since.pauses or since.extensions)
    return Explanation(
        terms=terms,
        begins_at=to_moment(begins),
        due_at=to_moment(due),
        first_due_at=to_moment(first_due_of(work, since)),
        in_days=in_days,
        day_minutes=work.standard_minutes(day_at(begins)),
        days=tuple(days[:MOST_DAYS]),
        days_left_out=max(0, len(days) - MOST_DAYS),
        rolled_from=last if rolls and not work.is_working_day(last) else None,
        stands_since=stands_since(since),
        restarted_at=since.start if since is not terms else None,
    )


def _passed_over(work: WorkingTime, start: int, begins: int) -> list[ExplainedDay]:
    """Explain the days off between coming in and the beginning of counting."""
    first = day_at(start)
    between = (first + timedelta(days=step) for step in range((day_at(begins) - first).days))
    return [_line(work, day, counted=0, total=0, paused=0) for day in between if not work.is_working_day(day)]


def _by_time(work: WorkingTime, terms: ClockTerms, begins: int, due: int) -> list[ExplainedDay]:
    """Explain a limit of working time: how much of each day counts."""
    stretches = stopped(terms)
    found: list[ExplainedDay] = []
    total, day = 0, day_at(begins)
    while day <= day_at(max(begins, due - 1)):
        of_day = _sessions_between(work, day, begins, due)
        paused = paused_on(work, _cut(stretches, begins, due), day)
        total += of_day - paused
        found.append(_line(work, day, counted=of_day - paused, total=total, paused=paused))
        day += timedelta(days=1)
    return found


def _cut(stretches: tuple[tuple[int, int], ...], begins: int, due: int) -> tuple[tuple[int, int], ...]:
    return tuple((max(begin, begins), min(end, due)) for begin, end in stretches if begin < due and end > begins)


def _sessions_between(work: WorkingTime, day: date, begins: int, due: int) -> int:
    return paused_on(work, ((begins, due),), day)


def _line(work: WorkingTime, day: date, *, counted: int, total: int, paused: int) -> ExplainedDay:
    reason = DayReason.COUNTED
    entry = work.entry(day)
    if not counted and paused:
        reason = DayReason.PAUSED
    elif not work.is_working_day(day):
        reason = DayReason.OFF if entry is not None and entry.kind in OFF else DayReason.WEEKLY_REST
    return ExplainedDay(day, reason, counted, total, paused, entry)


def _by_day(work: WorkingTime, terms: ClockTerms, begins: int, due: int) -> list[ExplainedDay]:
    """Explain a limit of days: the first is not counted (Civil Code, Article 147), nor days off of working days."""
    calendar_days = not (terms.limit.unit is LimitUnit.WORKING_DAY and terms.convention is Convention.DAY_END)
    stretches = [(day_at(begin), day_at(end)) for begin, end in stopped(terms) if begin < due]
    found: list[ExplainedDay] = []
    total, first = 0, day_at(begins)
    for step in range((day_at(due - 1) - first).days + 1):
        day = first + timedelta(days=step)
        stands = any(begin <= day < end for begin, end in stretches)
        counts = step > 0 and not stands and (calendar_days or work.is_working_day(day))
        total += counts
        line = _line(work, day, counted=int(counts), total=total, paused=0)
        reason = DayReason.FIRST_DAY if step == 0 else DayReason.PAUSED if stands else line.reason
        found.append(replace(line, reason=DayReason.COUNTED if counts else reason))
    return found
