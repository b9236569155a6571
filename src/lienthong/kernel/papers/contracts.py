"""What crosses the border of papers: facts of a paper, the outcome of a check, refusals."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError


class PaperState(StrEnum):
    """Whether a paper still counts."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True)
class PaperInfo:
    """A paper that has been issued; `code` is what the public checks it by."""

    id: int
    uuid: UUID
    code: str
    file_id: int
    title: str


@dataclass(frozen=True)
class SignaturePlace:
    """Where a template leaves room for a visible signature.

    `page` counts from 1; `box` is left, bottom, right, top in PDF points from the lower left corner of the page.
    """

    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class SignatureCheck:
    """What one signature in a paper says, for the public."""

    valid: bool
    signer: str
    signed_at: datetime | None
    words: str


@dataclass(frozen=True)
class PaperVerification:
    """What anybody holding the code may know: no personal data beyond the title."""

    code: str
    title: str
    number: str
    agency_name: str
    issued_at: datetime
    state: PaperState
    state_at: datetime | None
    replaced_by_code: str
    intact: bool
    sha256: str
    signatures: tuple[SignatureCheck, ...]

    @property
    def genuine(self) -> bool:
        """Tell whether the kept paper is unchanged, still counts, and every signature in it holds."""
        return self.intact and self.state is PaperState.VALID and all(check.valid for check in self.signatures)


class UnknownTemplate(DomainError):
    """No system has registered a template under this key."""

    code: ClassVar[str] = "unknown_paper_template"
    status: ClassVar[int] = 404


class PaperNotRendered(DomainError):
    """The template could not be printed with these data; params `template` and `diagnostic` say why."""

    code: ClassVar[str] = "paper_not_rendered"
    status: ClassVar[int] = 422
