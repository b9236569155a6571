"""What crosses the border of webhooks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

# The permission of those who look after the webhooks of all systems; a system looks after its own.
MANAGE = "webhooks.manage"


class WebhookState(StrEnum):
    """How a webhook stands. Paused: by somebody, it keeps its place; disabled: it failed too long; ended: for good."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"
    ENDED = "ended"


class DeliveryState(StrEnum):
    """What became of one event. Dead: the receiver refused it so often that somebody must look."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True)
class WebhookDraft:
    """What is said of a webhook that is to be made. No types means all that the system may read."""

    url: str
    types: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True)
class WebhookInfo:
    """A webhook as pages and the API show it; its secret is shown only when it is made.

    `waiting` and `dead` count events that the receiver has not taken; `resume_at` is when a receiver that does not
    answer is tried again.
    """

    uuid: UUID
    system: str
    agency: str
    url: str
    types: tuple[str, ...]
    contact: str
    state: WebhookState
    reason: str
    created_at: datetime
    failing_since: datetime | None
    resume_at: datetime | None
    old_secret_until: datetime | None
    sent_at: datetime | None
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True)
class DeliveryInfo:
    """One event sent, or to be sent, to a webhook: the last answer and how long it took."""

    id: int
    event_id: UUID
    type: str
    subject: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    tried_at: datetime | None
    next_try_at: datetime | None
    status: int | None
    answer: str
    took_ms: int | None


@dataclass(frozen=True)
class Answer:
    """What a receiver answered; without a status it did not, and `text` says why."""

    status: int | None
    text: str
    took_ms: int
    retry_after: int | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether the receiver took the event."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver wants no more events (410)."""
        return self.status == 410

    @property
    def is_down(self) -> bool:
        """Tell whether the receiver cannot take any event now, whichever it is."""
        return self.status is None or self.status in {408, 425, 429} or self.status >= 500


class ForbiddenAddress(Exception):
    """The address leads to where no webhook may lead, such as this machine or a network inside."""
