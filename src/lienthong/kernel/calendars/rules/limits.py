"""When a time limit ends (Civil Code 2015, Articles 144 to 148; onestop section 9.2)."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from ..contracts import LOCAL_ZONE, SAME_DAY_CUTOFF, Convention, LimitUnit, TimeLimit
from .working_time import WorkingTime, day_at


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
    if limit.unit in {LimitUnit.MINUTE, LimitUnit.WORKING_HOUR}:
        return work.add(start, limit.amount * (60 if limit.unit is LimitUnit.WORKING_HOUR else 1))
    if limit.unit is LimitUnit.WORKING_DAY and convention is Convention.HOUR_EXACT:
        return work.add(start, limit.amount * work.standard_minutes(day_at(start)))
    skip = limit.amount if limit.unit is LimitUnit.WORKING_DAY else 0
    if limit.unit is LimitUnit.SAME_DAY and datetime.fromtimestamp(start * 60, LOCAL_ZONE).time() > cutoff:
        skip = 1
    return work.end_of_working_day(nominal_last(day_at(start), limit), skip=skip)


def last_day(work: WorkingTime, start: int, limit: TimeLimit) -> date:
    """Return the last day of a limit counted in days or months before it moves off a day off; else the first day."""
    if limit.unit not in {LimitUnit.DAY, LimitUnit.MONTH}:
        return day_at(start)
    return nominal_last(day_at(work.next_moment(start)), limit)


def nominal_last(today: date, limit: TimeLimit) -> date:
    """Return the last day of a limit counted from a day, that day itself not counted; the day for other units."""
    match limit.unit:
        case LimitUnit.DAY:
            return today + timedelta(days=limit.amount)
        case LimitUnit.MONTH:
            return later_month(today, limit.amount)
    return today


def hand_on_by(work: WorkingTime, start: int, *, cutoff: time, beginning: int) -> int:
    """Return until when papers received at this instant are to be handed on (Nghị định 61/2018, Art. 18; R-18).

    What comes on a working day until the cutoff is handed on that day; what comes later, at the beginning of the next
    working day; what comes on a day off counts as received when work begins again (R-39).

    :param cutoff: the last local time at which papers are still handed on the same day
    :param beginning: how many working minutes the beginning of a day lasts; 0 is the very start
    :raises CalendarIsSilentError: the calendar has no working time to count
    """
    day = day_at(start)
    if not work.is_working_day(day):
        return work.end_of_working_day(day)
    closing = work.end_of_working_day(day)
    if datetime.fromtimestamp(start * 60, LOCAL_ZONE).time() <= cutoff and start <= closing:
        return closing
    opening = work.next_moment(closing)
    return min(work.add(opening, beginning), work.end_of_working_day(day, skip=1)) if beginning else opening
