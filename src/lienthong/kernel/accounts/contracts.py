"""What crosses the border of accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError


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
