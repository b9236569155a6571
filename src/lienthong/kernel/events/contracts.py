"""What crosses the border of events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
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
class CloudEvent:
    """An event as the world outside reads it (CloudEvents 1.0): who acted is not told, personal data stay here.

    `position` is its place in the feed, None for what is not offered outside.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: Mapping[str, Any]
    dataschema: str = ""
    position: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the structured form, `application/cloudevents+json`."""
        told: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "data": dict(self.data),
        }
        if self.dataschema:
            told["dataschema"] = self.dataschema
        return told


class HandoverState(StrEnum):
    """What became of an event that a subscriber did not take at once.

    Waiting: it is tried again, or stands behind one that is; dead: it was tried often enough; given up: somebody
    decided that it need not be told any more.
    """

    WAITING = "waiting"
    DEAD = "dead"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Undelivered:
    """What one subscriber still has to take, as the administrator sees it; the contents of the event are not shown.

    `next_try_at` is None where it stands behind another event of its subject.
    """

    place: int
    event_id: str
    type: str
    subject: str
    subscriber: str
    occurred_at: datetime
    attempts: int
    last_error: str
    state: HandoverState = HandoverState.DEAD
    next_try_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True)
class UndeliveredFilter:
    """Which of them a list shows. `subject` is its beginning; `older_than` counts hours since the event happened."""

    state: HandoverState = HandoverState.DEAD
    type: str = ""
    subject: str = ""
    subscriber: str = ""
    older_than: int = 0
    now: datetime | None = None


@dataclass(frozen=True)
class Backlog:
    """How far delivery is: events not handed to anybody yet, and what subscribers have not taken.

    `oldest` is since when the first event waits to be handed over, None when none does.
    """

    pending: int
    waiting: int
    dead: int
    oldest: datetime | None = None


@dataclass(frozen=True)
class EventType:
    """A kind of event: what it says, who hears it, and the JSON Schema of its data.

    `offered`: other systems may receive it, as far as their permission `permission` reaches.
    """

    type: str
    title: str
    description: str
    schema: Mapping[str, Any]
    subscribers: tuple[str, ...] = ()
    permission: str = ""

    @property
    def offered(self) -> bool:
        """Tell whether other systems may receive it."""
        return bool(self.permission)


@dataclass(frozen=True)
class FeedPage:
    """Some events of the feed; `position` is where the next page begins, whether anything was to be seen or not."""

    events: tuple[CloudEvent, ...]
    position: int
    more: bool = False


@dataclass(frozen=True)
class Received:
    """An event of another province or agency, as its own broker account vouches for it."""

    source: str
    id: str
    type: str
    subject: str
    time: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Removed:
    """What a clearing took away: events, and finished jobs of delivery."""

    events: int
    jobs: int
    until: date


class Fact(TypedDict):
    """What one event is written from: a frozen dataclass with a class variable `type`, and what it is about."""

    event: Any
    subject: str
    now: datetime
    actor_name: NotRequired[str]
