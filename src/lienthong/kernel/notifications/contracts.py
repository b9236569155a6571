"""What crosses the border of notifications: recipients, messages, what providers answer, refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import ClassVar

from lienthong.kernel.acts.contracts import DomainError

SEE = "notifications.see"
MANAGE = "notifications.manage"


class MessageState(StrEnum):
    """Where a message stands.

    Sending: a worker has it in hand until its lease ends. Sent: a provider took it. Arrived: the provider says that it
    reached the device; read: that it was opened; returned: that it could not be delivered. Failed: no provider took it.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    ARRIVED = "arrived"
    READ = "read"
    RETURNED = "returned"
    FAILED = "failed"


class Outcome(StrEnum):
    """What came of one attempt. Unknown: the line broke or the worker died before anybody could say."""

    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Way(StrEnum):
    """What follows from a refusal.

    Later: the same provider, after a while. Provider: the next one of the channel. Channel: the next channel, because
    this recipient cannot be reached here. Person: nothing but another address helps. Developer: the set-up is wrong;
    another provider may do it.
    """

    LATER = "later"
    PROVIDER = "provider"
    CHANNEL = "channel"
    PERSON = "person"
    DEVELOPER = "developer"


@dataclass(frozen=True)
class Recipient:
    """Who is told; each channel takes the address it knows. `party_id` lets a look at the message be written down."""

    name: str
    phone: str = ""
    email: str = ""
    user_id: int | None = None
    party_id: int | None = None


@dataclass(frozen=True)
class Notice:
    """One recipient of many with the words for them and what their message is about."""

    to: Recipient
    context: Mapping[str, str]
    subject_key: str = ""
    url: str = ""


@dataclass(frozen=True)
class OutgoingMessage:
    """One message as a channel carries it; `key` tells repetitions apart, also those of other servers."""

    id: int
    name: str
    address: str
    subject: str
    body: str
    subject_key: str
    created_at: datetime
    key: str = ""
    template: str = ""
    language: str = "vi"
    words: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True)
class Taken:
    """A provider took a message: its numbers for it, in how many parts, and what it costs when it says so (đồng)."""

    provider_ids: Sequence[str] = ()
    parts: int = 1
    cost: int | None = None


@dataclass(frozen=True)
class ReceiptNews:
    """What a provider tells later of one part: its number, the state, its own code for it, and when it happened."""

    provider_id: str
    state: MessageState
    code: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class MessageRow:
    """A message in a list; the address is masked."""

    id: int
    name: str
    address: str
    channel: str
    subject: str
    body: str
    state: MessageState
    attempts: int
    last_error: str
    subject_key: str
    created_at: datetime
    sent_at: datetime | None
    kind: str = ""
    provider: str = ""
    parts: int = 0
    cost: int = 0
    due_at: datetime | None = None
    agency_name: str = ""
    arrived_at: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True)
class AttemptRow:
    """One attempt to send a message."""

    provider: str
    began_at: datetime
    ended_at: datetime
    outcome: Outcome
    code: str
    error: str
    parts: int
    cost: int


@dataclass(frozen=True)
class MessageDetail:
    """One message with its attempts; `address` is whole, so opening it is a look at the recipient."""

    row: MessageRow
    address: str
    attempts: tuple[AttemptRow, ...]
    instead_id: int | None
    may: frozenset[str]


@dataclass(frozen=True)
class OwnNotice:
    """A notice inside the program, for the person it is for."""

    id: int
    subject: str
    body: str
    url: str
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class TemplateText:
    """A template as a system brings it: texts with {named} placeholders."""

    key: str
    language: str
    channel: str
    subject: str
    body: str


@dataclass(frozen=True)
class MessageKind:
    """A kind of message: what people choose by, and what it fills in.

    `mandatory` ones tell of rights and duties under law: no channel but the last may be taken away. `urgent` ones are
    not held back at night. `officers`: nobody else is ever told of it. `fleeting` ones are of the day: they are removed
    with their address the next night. `sample` has words for each placeholder, for previews.
    """

    key: str
    label: Mapping[str, str]
    mandatory: bool = False
    urgent: bool = False
    officers: bool = False
    fleeting: bool = False
    sample: Mapping[str, str] = field(default_factory=dict)

    def label_in(self, language: str) -> str:
        """Return what the kind is called in a language, in Vietnamese where nobody said it, by its key at last."""
        return self.label.get(language) or self.label.get("vi") or self.key


@dataclass(frozen=True)
class Choices:
    """What a person chose: language, quiet hours, digest, and the channels for kinds of messages.

    `channels` has an entry for each kind about which something was chosen; others go the usual way.
    """

    language: str = ""
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest: bool = False
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class UnknownTemplate(DomainError):
    """No system brings a message template under this key."""

    code: ClassVar[str] = "unknown_message_template"
    status: ClassVar[int] = 404


class PlaceholderMissing(DomainError):
    """The template names something that the sender did not give."""

    code: ClassVar[str] = "message_placeholder_missing"
    status: ClassVar[int] = 422


class NotSent(Exception):
    """A provider did not take the message now.

    `perhaps`: it may have taken it all the same, so no other provider is asked, but the same one again.
    """

    def __init__(self, reason: str = "", *, code: str = "", perhaps: bool = False) -> None:
        """Keep what happened, for the record of the attempt."""
        super().__init__(reason)
        self.code = code
        self.perhaps = perhaps


class Refused(NotSent):
    """A provider answered that it will not carry this message.

    `way` says what follows, `seconds` after which pause at the earliest.
    """

    def __init__(self, reason: str, *, code: str, way: Way, seconds: int = 0) -> None:
        """Keep the provider's own code and words."""
        super().__init__(reason, code=code)
        self.way = way
        self.seconds = seconds


class UnknownAddress(DomainError):
    """A webhook names a provider that is not set up, or its signature does not fit."""

    code: ClassVar[str] = "webhook_refused"
    status: ClassVar[int] = 404
