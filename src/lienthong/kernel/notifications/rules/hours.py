"""Hours in which nobody is woken, and the month to which a cost belongs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class QuietHours:
    """From when to when no SMS or Zalo message rings; it may go over midnight. The same time twice: never quiet."""

    begin: time
    end: time


def after_quiet(moment: datetime, hours: QuietHours) -> datetime:
    """Return the moment itself when it is not quiet, else the end of these quiet hours.

    :param moment: in the time zone of the recipient
    """
    if hours.begin == hours.end:
        return moment
    now, over_midnight = moment.timetz().replace(tzinfo=None), hours.begin > hours.end
    quiet = now >= hours.begin or now < hours.end if over_midnight else hours.begin <= now < hours.end
    if not quiet:
        return moment
    day = moment.date() + timedelta(days=1 if over_midnight and now >= hours.begin else 0)
    return datetime.combine(day, hours.end, tzinfo=moment.tzinfo)


def month_of(moment: datetime) -> date:
    """Return the first day of the month of a moment, in its own time zone."""
    return moment.date().replace(day=1)
