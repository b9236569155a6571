"""The due date of a clock that was paused, restarted or given more time (onestop section 9.3, R-42).

What was left when the clock stopped is what is left when it runs again: working time, or days where the limit is
counted in days. A day counts when the clock runs at its end. What overlaps is counted once; a pause that begins after
the due date heals nothing.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ..contracts import LOCAL_ZONE, ClockTerms, Convention, Extension, LimitUnit, TimeLimit
from .limits import add_limit, last_day, nominal_last
from .working_time import WorkingTime, day_at, to_minute

Stretch = tuple[int, int]


def is_in_days(limit: TimeLimit, convention: Convention) -> bool:
    """Say whether a limit is counted in whole days rather than in working time."""
    by_day = limit.unit is LimitUnit.WORKING_DAY and convention is Convention.DAY_END
    return by_day or limit.unit in {LimitUnit.DAY, LimitUnit.MONTH}


def effective(terms: ClockTerms) -> ClockTerms:
    """Return the terms since the clock last began anew: what was before the end of a restarting pause is gone."""
    again = [pause.end for pause in terms.pauses if pause.restart and pause.end is not None]
    if not again:
        return terms
    start = max(again)
    return replace(
        terms,
        start=start,
        pauses=tuple(pause for pause in terms.pauses if pause.end is None or pause.end > start),
        extensions=tuple(each for each in terms.extensions if each.at >= start),
    )


def begins_at(work: WorkingTime, terms: ClockTerms) -> int:
    """Return when the clock begins to count: the start, or the next start of working time (R-39)."""
    start = to_minute(terms.start)
    return start if terms.limit.unit is LimitUnit.HOUR else work.next_moment(start)


def stopped(terms: ClockTerms) -> tuple[Stretch, ...]:
    """Return the ended pauses since the start, in order, what overlaps made one."""
    start = to_minute(terms.start)
    given = sorted(
        (max(to_minute(pause.start), start), to_minute(pause.end)) for pause in terms.pauses if pause.end is not None
    )
    joined: list[Stretch] = []
    for begin, end in given:
        if end <= begin:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def stands_since(terms: ClockTerms) -> datetime | None:
    """Return since when the clock stands; None while it runs."""
    open_pauses = [pause.start for pause in terms.pauses if pause.end is None]
    return min(open_pauses, default=None)


def first_due_of(work: WorkingTime, terms: ClockTerms) -> int:
    """Return when the limit would be due had the clock never stood.

    :raises CalendarIsSilentError: the calendar has no working time to count
    """
    return add_limit(work, to_minute(terms.start), terms.limit, convention=terms.convention, cutoff=terms.cutoff)


def due_of(work: WorkingTime, terms: ClockTerms) -> int:
    """Return when a clock is due with its pauses and extensions; a pause that is still open has not moved it yet.

    :raises CalendarIsSilentError: the calendar has no working time to count
    """
    if not terms.pauses and not terms.extensions:
        return first_due_of(work, terms)
    terms = effective(terms)
    due = first_due_of(work, terms)
    last = last_day(work, to_minute(terms.start), terms.limit)
    events: list[tuple[int, Stretch | Extension]] = [(stretch[0], stretch) for stretch in stopped(terms)]
    events += [(to_minute(each.at), each) for each in terms.extensions]
    for _, event in sorted(events, key=lambda each: each[0]):
        if isinstance(event, Extension):
            due, last = _extended(work, due, event, terms.convention)
        elif event[0] < due:
            due, last = _shifted(work, terms, due, last, event)
    return due


def _shifted(work: WorkingTime, terms: ClockTerms, due: int, last: date, stretch: Stretch) -> tuple[int, date]:
    """Return the due date and the last day after a pause."""
    begin, end = stretch
    unit = terms.limit.unit
    if unit is LimitUnit.HOUR:
        return due + end - begin, last
    if not is_in_days(terms.limit, terms.convention):
        return work.add(end, work.between(begin, due)), last
    # The first day is not counted, so a pause takes nothing from it.
    counted_from = day_at(begins_at(work, terms)) + timedelta(days=1)
    stops, resumes = max(day_at(begin), counted_from), max(day_at(end), counted_from)
    if unit is LimitUnit.WORKING_DAY:
        due = work.end_of_working_day(resumes, skip=max(0, work.working_days(stops, _day_of(due)) - 1))
        return due, _day_of(due)
    last = resumes + max(timedelta(), last - stops)
    return work.end_of_working_day(last), last


def _extended(work: WorkingTime, due: int, extension: Extension, convention: Convention) -> tuple[int, date]:
    """Return the due date and the last day after more time was given."""
    if extension.until is not None:
        due = to_minute(extension.until)
    elif extension.more is not None:
        due = _with_more(work, due, extension.more, convention)
    return due, _day_of(due)


def _with_more(work: WorkingTime, due: int, more: TimeLimit, convention: Convention) -> int:
    match more.unit:
        case LimitUnit.HOUR:
            return due + more.amount * 60
        case LimitUnit.DAY | LimitUnit.MONTH:
            return work.end_of_working_day(nominal_last(_day_of(due), more))
        case LimitUnit.WORKING_DAY if convention is Convention.DAY_END:
            return work.end_of_working_day(_day_of(due), skip=more.amount)
        case LimitUnit.WORKING_DAY:
            return work.add(due, more.amount * work.standard_minutes(_day_of(due)))
    return work.add(due, more.amount * (60 if more.unit is LimitUnit.WORKING_HOUR else 1))


def _day_of(due: int) -> date:
    """Return the day on which something is due; what is due at midnight is due at the end of the day before."""
    return day_at(due - 1)


def paused_on(work: WorkingTime, stretches: tuple[Stretch, ...], day: date) -> int:
    """Return the working minutes of a day in which the clock stood."""
    midnight = to_minute(datetime.combine(day, time(), LOCAL_ZONE))
    next_midnight = to_minute(datetime.combine(day + timedelta(days=1), time(), LOCAL_ZONE))
    return sum(
        work.between(max(begin, midnight), min(end, next_midnight))
        for begin, end in stretches
        if begin < next_midnight and end > midnight
    )
