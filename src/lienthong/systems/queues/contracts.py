"""What crosses the border of queues: states, rules of order, drafts and rows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict

SEE = "queues.desk.see"
SERVE = "queues.counter.serve"
SUPERVISE = "queues.desk.supervise"
MANAGE = "queues.desk.manage"
PRIORITIES = "queues.priority.set"
DESK_TYPE = "queues.desk"
NEARLY = "queues.nearly"


class TicketState(StrEnum):
    """Where a ticket stands. Missed: called and not there, for good. Expired: the day ended first."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    MISSED = "missed"
    LEFT = "left"
    EXPIRED = "expired"


ENDED = frozenset({TicketState.SERVED, TicketState.MISSED, TicketState.LEFT, TicketState.EXPIRED})


class CounterState(StrEnum):
    """Whether a counter serves."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


class OrderRule(StrEnum):
    """In which order people are called. Both rules of priority let nobody wait for ever, see `rules.choose`."""

    ARRIVAL = "arrival"
    SHARE = "share"
    FIRST = "first"


class ServingEnd(StrEnum):
    """How serving somebody ended; unfinished: the day was closed over it."""

    SERVED = "served"
    TRANSFERRED = "transferred"
    UNFINISHED = "unfinished"


class NobodyWaits(Conflict):
    """There is nobody whom this counter could call."""

    code: ClassVar[str] = "nobody_waits"


class NoTickets(Conflict):
    """No ticket is given now: closed, or the limit of the day is reached."""

    code: ClassVar[str] = "no_tickets"


@dataclass(frozen=True)
class DeskDraft:
    """A desk as administrators write it; times in minutes, limits in tickets a day (None for no limit).

    `every`: with the rule SHARE each so-many-th call is for priority, with FIRST so many in a row may overtake.
    `keeps_hours`: no tickets outside the working hours of the agency; off for a desk that also opens on other days.
    `opens_before`: tickets are given so long before the first session; `stops_before`: not in the last minutes.
    `returns`: how often somebody who was not there goes back in line; `tells_ahead`: a message goes out when so many
    are ahead.
    """

    name: str
    name_en: str = ""
    rule: OrderRule = OrderRule.SHARE
    every: int = 2
    daily_limit: int | None = None
    keeps_hours: bool = True
    opens_before: int = 30
    stops_before: int = 15
    returns: int = 1
    tells_ahead: int = 3
    takes_phones: bool = True
    prints: bool = False


@dataclass(frozen=True)
class ClassDraft:
    """A class of tickets; `fields` are fields of procedures it is for, `minutes` what one usually takes."""

    prefix: str
    name: str
    name_en: str = ""
    fields: tuple[str, ...] = ()
    minutes: int = 10
    daily_limit: int | None = None
    order: int = 100
    active: bool = True


@dataclass(frozen=True)
class CounterDraft:
    """A counter and the classes it serves, by prefix."""

    number: str
    name: str
    classes: tuple[str, ...]
    active: bool = True


@dataclass(frozen=True)
class PriorityDraft:
    """A priority group as of a day: smaller `rank` is called first, `source` is what gives the priority."""

    code: str
    name: str
    name_en: str
    rank: int
    source: str
    valid_from: date
    valid_to: date | None = None
    icon: str = "user"


@dataclass(frozen=True)
class DeskInfo:
    """A desk as its officers see it."""

    uuid: UUID
    agency_id: int
    agency_name: str
    name: str
    name_en: str
    secret: str
    rule: OrderRule
    every: int
    daily_limit: int | None
    keeps_hours: bool
    opens_before: int
    stops_before: int
    returns: int
    tells_ahead: int
    takes_phones: bool
    prints: bool
    version: int


@dataclass(frozen=True)
class ClassInfo:
    """A class of tickets."""

    id: int
    prefix: str
    name: str
    name_en: str
    fields: tuple[str, ...]
    minutes: int
    daily_limit: int | None
    order: int
    active: bool


@dataclass(frozen=True)
class PriorityInfo:
    """A priority group on a day."""

    id: int
    code: str
    name: str
    name_en: str
    rank: int
    source: str
    valid_from: date
    valid_to: date | None
    icon: str


@dataclass(frozen=True)
class CounterInfo:
    """A counter as it stands; `officer` is who sits there, `since` when it was opened or paused."""

    uuid: UUID
    number: str
    name: str
    state: CounterState
    reason: str
    officer_id: int | None
    officer: str
    since: datetime | None
    prefixes: tuple[str, ...]
    active: bool


@dataclass(frozen=True)
class TicketRow:
    """One ticket in a list: moments, seconds waited and served so far, and what came of it."""

    uuid: UUID
    code: str
    desk: str
    class_name: str
    priority: str
    state: TicketState
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    waited: int | None
    served: int | None
    counter: str
    officer: str
    dossiers: tuple[str, ...]
    target: str = ""
    returns: int = 0
