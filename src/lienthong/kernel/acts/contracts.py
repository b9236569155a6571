"""What crosses the border of acts: actors, grants and refusals, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID


class ActorKind(StrEnum):
    """Who stands behind an act."""

    OFFICER = "officer"
    CITIZEN = "citizen"
    MACHINE = "machine"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


class Scope(StrEnum):
    """How far a grant reaches, from what is one's own to the whole province."""

    OWN = "own"
    UNIT = "unit"
    AGENCY = "agency"
    SUBTREE = "subtree"
    PROVINCE = "province"


@dataclass(frozen=True)
class Grant:
    """One permission held through one role in one agency."""

    permission: str
    scope: Scope
    role: str
    agency_id: int
    agency_path: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person or machine acting in one capacity, resolved once a request.

    A person with several appointments is several actors, one at a time; history keeps the one chosen. Who acts in
    somebody else's seat does so `on_behalf_of` them; `acting_for_id` is their account. `confirmed_at` is when the
    person last gave the password or a code in this session; it is asked of those who have a second factor.
    `edition` is the mark of the organisation under which the rights were read: what is read under it stays true.
    """

    kind: ActorKind
    name: str
    user_id: int | None = None
    position: str = ""
    agency_id: int | None = None
    agency_name: str = ""
    agency_path: str = ""
    unit_id: int | None = None
    appointment_id: int | None = None
    roles: frozenset[str] = frozenset()
    grants: tuple[Grant, ...] = ()
    on_behalf_of: str = ""
    acting_for_id: int | None = None
    has_second_factor: bool = field(default=False, compare=False)
    confirmed_at: datetime | None = field(default=None, compare=False)
    edition: UUID | None = field(default=None, compare=False)
    permissions: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Collect the permissions once, because pages ask for them many times."""
        object.__setattr__(self, "permissions", frozenset(grant.permission for grant in self.grants))

    @classmethod
    def system(cls, name: str) -> Actor:
        """Return the program acting by itself, named after the part that acts."""
        return cls(kind=ActorKind.SYSTEM, name=name)

    @classmethod
    def anonymous(cls) -> Actor:
        """Return a visitor who has not signed in."""
        return cls(kind=ActorKind.ANONYMOUS, name="")

    @property
    def is_officer(self) -> bool:
        """Tell whether the actor holds an appointment."""
        return self.kind is ActorKind.OFFICER

    @property
    def is_signed_in(self) -> bool:
        """Tell whether the program knows who acts."""
        return self.kind is not ActorKind.ANONYMOUS

    def may(self, permission: str) -> bool:
        """Tell whether the actor holds the permission anywhere; the policy decides where it reaches."""
        return self.kind is ActorKind.SYSTEM or permission in self.permissions

    def has_confirmed(self, *, within: timedelta, now: datetime) -> bool:
        """Tell whether an act that needs the person at the desk may go on; without a second factor it always may."""
        if not self.has_second_factor:
            return True
        return self.confirmed_at is not None and now - self.confirmed_at < within

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        """Return the grants that carry one permission."""
        return tuple(grant for grant in self.grants if grant.permission == permission)


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one answer; the path is that of the field, the message for people."""

    path: str
    message: str


class DomainError(Exception):
    """A refusal that people can act on.

    A subclass sets a stable `code` for machines and the HTTP `status`; `message` is translated text that
    says what is wrong and what to do; `params` are the data in it.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(self, message: str, **params: object) -> None:
        """Keep the sentence for people and the data for machines."""
        super().__init__(message)
        self.message = message
        self.params: Mapping[str, object] = params


class NotPermitted(DomainError):
    """The actor may not do this here."""

    code = "not_permitted"
    status = 403


class StepUpNeeded(DomainError):
    """The act is weighty and the person last gave a password or code too long ago; confirming opens it."""

    code = "step_up_needed"
    status = 403


class NotFound(DomainError):
    """There is no such thing, or the actor may not know of it."""

    code = "not_found"
    status = 404


class Conflict(DomainError):
    """Somebody else was faster, or the state does not allow it any more."""

    code = "conflict"
    status = 409


class Invalid(DomainError):
    """Answers are missing or wrong; `errors` names each field."""

    code = "invalid"
    status = 422

    def __init__(self, message: str, *, errors: tuple[FieldError, ...] = (), **params: object) -> None:
        """Keep what is wrong, field by field."""
        super().__init__(message, **params)
        self.errors = errors


@dataclass(frozen=True)
class ActDeclaration:
    """What is known of an act without running it: for pages, the API and the documentation."""

    name: str
    label: str
    permission: str
    states: frozenset[str]
    danger: bool
    needs_reason: bool
    step_up: bool
    doc: str


@dataclass(frozen=True)
class Offered:
    """An act that may be done now by this actor to this subject."""

    name: str
    label: str
    danger: bool
    needs_reason: bool


@dataclass(frozen=True)
class Remember:
    """What an act adds to its entry in the history, besides states and fields: returned beside its event."""

    data: Mapping[str, Any]


class BulkState(StrEnum):
    """How far a bulk run is. Ready: tried out, not begun. A paused run keeps its place, a stopped one gives it up."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class ItemState(StrEnum):
    """What became of one subject of a bulk run. Barred: the dry run refused it, so it is not tried."""

    WAITING = "waiting"
    BARRED = "barred"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Picked:
    """One subject chosen for a bulk run: the key by which the act names it, and inputs for it alone."""

    key: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    expected_version: int | None = None


@dataclass(frozen=True)
class BulkReason:
    """Why subjects were refused: the code, one of the sentences, how many; `varied` when the sentences differ."""

    code: str
    message: str
    count: int
    varied: bool


@dataclass(frozen=True)
class BulkInfo:
    """A bulk run as its page shows it; `counts` are numbers of subjects by state, `seconds_left` an estimate."""

    uuid: UUID
    act: str
    label: str
    title: str
    back: str
    state: BulkState
    counts: Mapping[ItemState, int]
    starter: str
    proposed_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds_left: int | None
    undo_until: datetime | None
    undone_by: UUID | None
    undoes: UUID | None
    is_own: bool

    @property
    def total(self) -> int:
        """Return how many subjects were chosen."""
        return sum(self.counts.values())

    @property
    def able(self) -> int:
        """Return how many subjects the dry run let through."""
        return self.total - self.counts[ItemState.BARRED]

    @property
    def tried(self) -> int:
        """Return how many subjects were tried, whatever came out."""
        return self.able - self.counts[ItemState.WAITING]

    @property
    def percent(self) -> int:
        """Return the share tried, 100 only when nothing waits."""
        return 100 * self.tried // self.able if self.able else 100


@dataclass(frozen=True)
class BulkLine:
    """What became of one subject."""

    position: int
    key: str
    title: str
    state: ItemState
    message: str
    done_at: datetime | None
