"""What crosses the border of events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NotRequired, Protocol, TypedDict, runtime_checkable


@runtime_checkable
class Event(Protocol):
    """A fact in the past tense: a frozen dataclass with a stable type such as `vn.lienthong.onestop….v1`."""

    type: ClassVar[str]


@dataclass(frozen=True)
class Delivery:
    """What a subscriber is told beside the event itself."""

    event_id: str
    subject: str
    occurred_at: datetime
    actor_name: str
    attempt: int


@dataclass(frozen=True)
class Undelivered:
    """An event that waits or is a dead letter, as the administrator sees it; its contents are not shown."""

    place: int
    event_id: str
    type: str
    subject: str
    occurred_at: datetime
    attempts: int
    last_error: str


class Fact(TypedDict):
    """What one event is written from: a frozen dataclass with a class variable `type`, and what it is about."""

    event: Any
    subject: str
    now: datetime
    actor_name: NotRequired[str]
