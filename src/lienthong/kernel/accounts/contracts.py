"""What crosses the border of accounts."""

from typing import ClassVar

from lienthong.kernel.acts.contracts import DomainError


class TooManyTries(DomainError):
    """Somebody tries to sign in too often; a short wait helps."""

    code: ClassVar[str] = "too_many_tries"
    status: ClassVar[int] = 429
