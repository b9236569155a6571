"""What crosses the border of accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError, Scope

# The permission of those who look after accounts and connected systems.
MANAGE = "accounts.manage"
# The permission of those who look after the log of who looked at personal data.
SEE_LOOKS = "accounts.looks"
# What another system may learn of a person who signs on to it.
SIGN_ON_SCOPES = ("openid", "profile")


class TooManyTries(DomainError):
    """Somebody tries to sign in too often; a short wait helps."""

    code: ClassVar[str] = "too_many_tries"
    status: ClassVar[int] = 429


class SignInRefused(DomainError):
    """The outer provider did not prove who somebody is, or proved somebody else; the message says what to do."""

    code: ClassVar[str] = "sign_in_refused"
    status: ClassVar[int] = 403


class ProviderDown(DomainError):
    """The outer provider does not answer, or not as agreed."""

    code: ClassVar[str] = "provider_down"
    status: ClassVar[int] = 502


class Assurance(IntEnum):
    """How surely a person is known."""

    NONE = 0
    REACHABLE = 1
    """A telephone number or e-mail was verified."""
    MATCHED = 2
    """The data agree with the population database (VNeID level 1)."""
    PRESENT = 3
    """They appeared in person with biometrics (VNeID level 2)."""


class IdentityFault(StrEnum):
    """Why what a provider says of a person does not do."""

    NO_NUMBER = "no_number"
    NOT_A_PERSON = "not_a_person"
    NOT_VERIFIED = "not_verified"
    NO_NAME = "no_name"


@dataclass(frozen=True)
class ClaimNames:
    """How a provider names what we read; `kind` and `verified` may be empty: then they are not asked."""

    number: str
    name: str
    level: str
    kind: str = ""
    verified: str = ""


@dataclass(frozen=True)
class OuterIdentity:
    """A person as an outer provider proved them: the number on the identity card, and how surely."""

    provider: str
    subject: str
    number: str
    name: str
    level: Assurance


@dataclass(frozen=True)
class SessionInfo:
    """A browser in which a person is signed in; `device` is empty when it did not say what it is.

    `assurance` is the level at which the outer provider proved the person at this sign-in, 0 with a password.
    """

    uuid: UUID
    device: str
    address: str
    began_at: datetime
    ends_at: datetime
    is_current: bool
    assurance: Assurance = Assurance.NONE


@dataclass(frozen=True)
class PasskeyInfo:
    """A passkey of an account, by the name its holder gave it."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class FactorsInfo:
    """What an account signs in with beside its password."""

    has_codes: bool
    passkeys: tuple[PasskeyInfo, ...]


@dataclass(frozen=True)
class EmergencyInfo:
    """Rights beyond their own that somebody took; `ends_at` is when they end or ended, `runs` whether they hold now."""

    uuid: UUID
    user_id: int
    who: str
    role: str
    agency_code: str
    agency_name: str
    purpose: str
    began_at: datetime
    ends_at: datetime
    runs: bool


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
    permission_labels: tuple[str, ...]
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


@dataclass(frozen=True)
class PermissionHolder:
    """A person who holds a permission, and where they are told of something."""

    user_id: int
    name: str
    email: str
