"""What crosses the border of accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError, Scope

# The permission of those who look after accounts and connected systems.
MANAGE = "accounts.manage"
# What another system may learn of a person who signs on to it.
SIGN_ON_SCOPES = ("openid", "profile")


class TooManyTries(DomainError):
    """Somebody tries to sign in too often; a short wait helps."""

    code: ClassVar[str] = "too_many_tries"
    status: ClassVar[int] = 429


@dataclass(frozen=True)
class SessionInfo:
    """A browser in which a person is signed in; `device` is empty when it did not say what it is."""

    uuid: UUID
    device: str
    address: str
    began_at: datetime
    ends_at: datetime
    is_current: bool


@dataclass(frozen=True)
class SystemDraft:
    """What is said of a system that is to be connected.

    `permissions` are what it may do by itself, within `reach` of its agency; `redirect_uris` are where it receives
    people who sign on, character by character.
    """

    name: str
    agency_code: str
    purpose: str
    reach: Scope
    permissions: tuple[str, ...]
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True)
class SystemInfo:
    """A connected system; `revoked_at` when it is connected no more."""

    uuid: UUID
    client_id: str
    name: str
    agency_name: str
    purpose: str
    reach: Scope
    permissions: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    registered_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Credentials:
    """What a system signs in with; the secret is known only now, the table keeps its hash."""

    uuid: UUID
    client_id: str
    secret: str
