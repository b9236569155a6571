"""What crosses the border of calendars: time limits, days, sessions, refusals."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from lienthong.kernel.acts.contracts import DomainError, Invalid, NotFound

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SAME_DAY_CUTOFF = time(15, 0)

Session = tuple[int, int]
"""One stretch of work within a day: first minute and the minute after the last, counted from local midnight."""


class LimitUnit(StrEnum):
    """What a time limit is counted in; the value is the short form used in stored text."""

    WORKING_DAY = "wd"
    WORKING_HOUR = "wh"
    MINUTE = "wmin"
    DAY = "d"
    HOUR = "h"
    MONTH = "m"
    SAME_DAY = "same_day"


class Convention(StrEnum):
    """How working days are counted: keeping the hour, or to the end of the last day (first day not counted)."""

    HOUR_EXACT = "hour_exact"
    DAY_END = "day_end"


class DayKind(StrEnum):
    """Why a day differs from its weekday."""

    HOLIDAY = "holiday"
    COMPENSATION = "compensation"
    SWAP_OFF = "swap_off"
    MAKE_UP_WORKDAY = "make_up_workday"
    HALF_DAY = "half_day"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A length of time as law states it: "3 working days", "10 days", "1 month".

    `MINUTE` and `WORKING_HOUR` count working time, `HOUR` counts the hours of the clock.
    :raises ValueError: the amount is not positive, or so large that it cannot be meant
    """

    amount: int
    unit: LimitUnit

    LARGEST: ClassVar[int] = 10_000
    LARGEST_MINUTES: ClassVar[int] = 1_000_000

    def __post_init__(self) -> None:
        largest = self.LARGEST_MINUTES if self.unit is LimitUnit.MINUTE else self.LARGEST
        if not 1 <= self.amount <= largest:
            raise ValueError(f"a time limit counts from 1 to {largest}, not {self.amount}")
        if self.unit is LimitUnit.SAME_DAY and self.amount != 1:
            raise ValueError("a same-day limit has no amount")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the short form: "3wd", "4wh", "90wmin", "10d", "24h", "1m", "same_day".

        :raises ValueError: the text is not such a form
        """
        if text == LimitUnit.SAME_DAY:
            return cls(1, LimitUnit.SAME_DAY)
        match = re.fullmatch(r"([0-9]{1,7})(wd|wh|wmin|d|h|m)", text)
        if match is None:
            raise ValueError(f"not a time limit: {text[:40]!r}")
        return cls(int(match[1]), LimitUnit(match[2]))

    def __str__(self) -> str:
        return str(self.unit) if self.unit is LimitUnit.SAME_DAY else f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One day that differs from its weekday.

    `hours` are its own sessions; None means none on a day off, the standard day on a make-up workday and
    the first session of the weekday on a half day.
    """

    day: date
    kind: DayKind
    name: str
    source: str = ""
    hours: tuple[Session, ...] | None = None


def local_day(at: datetime) -> date:
    """Return the day in Vietnam at this moment (R-36).

    :raises ValueError: the moment has no time zone
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no local day")
    return at.astimezone(LOCAL_ZONE).date()


class CalendarNotFound(NotFound):
    """No calendar has this number."""

    code = "calendars.not_found"


class NoWorkingTime(DomainError):
    """The calendar never comes back to work, so nothing can be counted in it."""

    code = "calendars.no_working_time"


class InvalidHours(Invalid):
    """Hours of work that overlap, run backwards or are not times of a day."""

    code = "calendars.invalid_hours"
