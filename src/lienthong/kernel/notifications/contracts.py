"""What crosses the border of notifications: recipients, messages, refusals."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from lienthong.kernel.acts.contracts import DomainError


class MessageState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Recipient:
    """Who is told; each channel takes the address it knows."""

    name: str
    phone: str = ""
    email: str = ""
    user_id: int | None = None


@dataclass(frozen=True)
class OutgoingMessage:
    """One message as a channel carries it; the id tells repetitions apart."""

    id: int
    name: str
    address: str
    subject: str
    body: str
    subject_key: str
    created_at: datetime


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


@dataclass(frozen=True)
class TemplateText:
    """A template as a system brings it: texts with {named} placeholders."""

    key: str
    language: str
    channel: str
    subject: str
    body: str


class UnknownTemplate(DomainError):
    """No system brings a message template under this key."""

    code: ClassVar[str] = "unknown_message_template"
    status: ClassVar[int] = 404


class PlaceholderMissing(DomainError):
    """The template names something that the sender did not give."""

    code: ClassVar[str] = "message_placeholder_missing"
    status: ClassVar[int] = 422


class NotSent(Exception):
    """The channel failed; the job tries again later."""
