"""What crosses the border of calendars: time limits, days, sessions, refusals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from lienthong.kernel.acts.contracts import Conflict, DomainError, Invalid, NotFound

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
    to_confirm: bool = False
    """No official text has been seen yet; pages say so wherever the day is shown."""


@dataclass(frozen=True, slots=True)
class WeekPeriod:
    """The hours of each weekday while they are valid; of several that fit a day, the one that began last counts.

    Both ends are included. Without a beginning these are the calendar's own hours; empty hours inherit the parent's.
    """

    hours: Mapping[int, tuple[Session, ...]]
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEdit:
    """What one change says: days entered or replaced, days forgotten, hours from a day on, what it inherits from.

    Of `weeks`, the one without a first day is the calendar's own hours. `removed_weeks` names periods of hours by
    their first day. `details` is None when name, parent and validity stay.
    """

    days: tuple[DayEntry, ...] = ()
    removed_days: tuple[date, ...] = ()
    weeks: tuple[WeekPeriod, ...] = ()
    removed_weeks: tuple[date, ...] = ()
    details: "CalendarDetails | None" = None


@dataclass(frozen=True, slots=True)
class CalendarDetails:
    """What a calendar is called, from which it inherits, and while it speaks at all."""

    name: str
    parent_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood, with its legal ground (onestop section 9.3, R-42); no end while it stands.

    `restart` begins the whole limit anew at the end of the pause instead of going on with what was left.
    """

    start: datetime
    end: datetime | None
    ground: str
    legal_basis: str = ""
    by: str = ""
    restart: bool = False

    def to_data(self) -> dict[str, Any]:
        """Return the pause as it is stored with a case."""
        end = None if self.end is None else self.end.isoformat()
        said = {"ground": self.ground, "legal_basis": self.legal_basis, "by": self.by, "restart": self.restart}
        return {"from": self.start.isoformat(), "to": end, **said}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored pause.

        :raises ValueError: a moment cannot be read
        """
        return cls(
            start=datetime.fromisoformat(data["from"]),
            end=datetime.fromisoformat(data["to"]) if data.get("to") else None,
            ground=str(data.get("ground", "")),
            legal_basis=str(data.get("legal_basis", "")),
            by=str(data.get("by", "")),
            restart=bool(data.get("restart")),
        )


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, given by decision: an amount on top of the due date, or a new date (R-23).

    :raises ValueError: neither or both, or an amount that is none
    """

    at: datetime
    ground: str
    more: TimeLimit | None = None
    until: datetime | None = None
    legal_basis: str = ""
    by: str = ""

    def __post_init__(self) -> None:
        if (self.more is None) == (self.until is None):
            raise ValueError("an extension gives either more time or a new date")
        if self.more is not None and self.more.unit is LimitUnit.SAME_DAY:
            raise ValueError("more time has an amount")

    def to_data(self) -> dict[str, Any]:
        """Return the extension as it is stored with a case."""
        given = {"more": str(self.more)} if self.more else {"until": self.until.isoformat() if self.until else None}
        said = {"ground": self.ground, "legal_basis": self.legal_basis, "by": self.by}
        return {"at": self.at.isoformat(), **given, **said}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored extension.

        :raises ValueError: a moment or the amount cannot be read
        """
        return cls(
            at=datetime.fromisoformat(data["at"]),
            ground=str(data.get("ground", "")),
            more=TimeLimit.parse(data["more"]) if data.get("more") else None,
            until=datetime.fromisoformat(data["until"]) if data.get("until") else None,
            legal_basis=str(data.get("legal_basis", "")),
            by=str(data.get("by", "")),
        )


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """All that decides a due date beside the calendar: start, limit, how days count, pauses, extensions.

    Whoever keeps a clock (a dossier, a step of a process) keeps these, and can therefore say at any time why its
    due date is what it is.
    """

    start: datetime
    limit: TimeLimit
    convention: Convention = Convention.HOUR_EXACT
    cutoff: time = SAME_DAY_CUTOFF
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()


class DayReason(StrEnum):
    """Why a day counts towards a due date, or why it does not."""

    COUNTED = "counted"
    FIRST_DAY = "first_day"
    WEEKLY_REST = "weekly_rest"
    OFF = "off"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day on the way to a due date.

    `counted` and `total` are working minutes, or days when the limit is counted in days; `paused` is working
    minutes of the day in which the clock stood. `entry` is what the calendar says of the day, when it says anything.
    """

    day: date
    reason: DayReason
    counted: int
    total: int
    paused: int = 0
    entry: DayEntry | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something is due when it is: where the clock began, each day counted, skipped or paused, and the end.

    `begins_at` is later than the start when it lay outside working time (R-39). `in_days` tells whether days are
    counted, else working minutes. `stands_since` is set while a pause is open; the due date then moves on when it ends.
    `rolled_from` is the last day of the limit when it was off, and the limit ended on the next working day.
    """

    terms: ClockTerms
    begins_at: datetime
    due_at: datetime
    first_due_at: datetime
    in_days: bool
    day_minutes: int
    days: tuple[ExplainedDay, ...] = ()
    days_left_out: int = 0
    rolled_from: date | None = None
    stands_since: datetime | None = None
    restarted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldClock:
    """An open clock that somebody keeps: what it is, where it is shown, its terms and the due date stored with it.

    Without terms the due date does not come from a calendar, and never moves with one.
    """

    key: int
    title: str
    url: str
    calendar_id: int
    due_at: datetime
    terms: ClockTerms | None


@dataclass(frozen=True, slots=True)
class DueMove:
    """A due date to be moved; it is left alone when it is not the old one any more."""

    key: int
    old: datetime
    new: datetime


@dataclass(frozen=True, slots=True)
class CalendarUser:
    """Somebody who works by a calendar, such as an agency."""

    code: str
    name: str
    url: str = ""


class ChangeState(StrEnum):
    """Where a change of a calendar stands."""

    DRAFT = "draft"
    MOVING = "moving"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class RowFault:
    """A line of a file of days that cannot be read; the message is a sentence for people."""

    line: int
    message: str


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


class UnreadableDays(Invalid):
    """A file of days that cannot be read, or lines in it; `faults` names each line."""

    code = "calendars.unreadable_days"

    def __init__(self, message: str, *, faults: tuple[RowFault, ...] = ()) -> None:
        """Keep what is wrong, line by line."""
        super().__init__(message)
        self.faults = faults


class InvalidHours(Invalid):
    """Hours of work that overlap, run backwards or are not times of a day."""

    code = "calendars.invalid_hours"


class CannotMoveYet(Conflict):
    """Due dates are still being moved after the change before."""

    code = "calendars.still_moving"
