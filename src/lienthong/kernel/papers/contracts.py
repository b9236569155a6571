"""What crosses the border of papers: facts of a paper, the outcome of a check, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError, FieldError, Invalid

SEE = "papers.see"
REVOKE = "papers.revoke"
SEE_TEMPLATES = "papers.templates.see"
EDIT_TEMPLATES = "papers.templates.edit"
PUBLISH_TEMPLATES = "papers.templates.publish"
# Of a reason why a paper no longer counts, in letters.
LONGEST_REASON = 500


class PaperState(StrEnum):
    """Whether a paper still counts."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class TemplateKind(StrEnum):
    """In what a template is written."""

    TYPST = "typst"
    WORD = "word"


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
class Attached:
    """What a paper says, as data for programs; it lies in the PDF as a JSON file, under the signature."""

    name: str
    description: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class SignatureCheck:
    """What one signature in a paper says, for the public."""

    valid: bool
    signer: str
    signed_at: datetime | None
    words: str


@dataclass(frozen=True)
class PaperVerification:
    """What anybody holding the code may know: no personal data beyond the title.

    `state_reason` is why it no longer counts, in words meant for everybody; often empty.
    """

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
    state_reason: str = ""
    replaced_by_number: str = ""

    @property
    def genuine(self) -> bool:
        """Tell whether the kept paper is unchanged, still counts, and every signature in it holds."""
        return self.intact and self.state is PaperState.VALID and all(check.valid for check in self.signatures)


@dataclass(frozen=True)
class IssuedPaper:
    """A line of the list of issued papers; `template_title` is empty when no system brings its template any more."""

    id: int
    code: str
    title: str
    number: str
    template: str
    template_title: str
    template_version: str
    subject_type: str
    subject_key: str
    agency_name: str
    issued_at: datetime
    issued_by: str
    state: PaperState
    state_at: datetime | None
    state_reason: str
    replaced_by_code: str
    file_id: int
    version: int
    may: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Trouble:
    """One thing wrong in a template: in which line and column (from 1; 0 where unknown), said in words."""

    line: int
    column: int
    words: str
    code: str = ""


@dataclass(frozen=True)
class TemplateInfo:
    """A template as the list of templates shows it.

    `number` is the version in force, 0 for the one the system brings; `coming` the date from which a later one counts.
    """

    slug: str
    key: str
    kind: TemplateKind
    title: str
    agency_code: str
    agency_name: str
    number: int
    since: date | None
    coming: date | None
    changed: bool
    updated_at: datetime | None
    updated_by: str
    samples: tuple[str, ...] = ()
    may: frozenset[str] = frozenset()
    version: int = 0
    published: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class VersionInfo:
    """A published version of a template; `number` 0 is the one the system brings."""

    number: int
    digest: str
    reason: str
    valid_from: date | None
    published_at: datetime | None
    published_by: str
    papers: int = 0


@dataclass(frozen=True)
class Need:
    """One value that a template may use: its path joined by dots, its name in words, whether it must be there."""

    path: str
    name: str
    required: bool
    kind: str = ""


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison: `sign` is "+", "-" or " "; the numbers are those in the old and the new text, or 0."""

    sign: str
    text: str
    old: int = 0
    new: int = 0


@dataclass(frozen=True)
class Trial:
    """What trying a template out gave: pictures of its first pages (WebP), how many pages, or what is wrong."""

    pictures: tuple[bytes, ...] = ()
    pages: int = 0
    troubles: tuple[Trouble, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class UnknownTemplate(DomainError):
    """No system has registered a template under this key."""

    code: ClassVar[str] = "unknown_paper_template"
    status: ClassVar[int] = 404


class PaperNotRendered(DomainError):
    """The template could not be printed with these data; params `template` and `diagnostic` say why."""

    code: ClassVar[str] = "paper_not_rendered"
    status: ClassVar[int] = 422


class PaperLacksData(PaperNotRendered):
    """Data the template declares as needed are missing or of the wrong kind; `errors` names each in words."""

    code: ClassVar[str] = "paper_lacks_data"

    def __init__(self, message: str, *, errors: tuple[FieldError, ...], **params: object) -> None:
        """Keep what is missing, place by place."""
        super().__init__(message, **params)
        self.errors = errors


class TemplateRefused(Invalid):
    """A template cannot be used; `troubles` says in which line and why."""

    code = "template_refused"

    def __init__(self, message: str, *, field: str, troubles: tuple[Trouble, ...] = ()) -> None:
        """Keep what is wrong, line by line."""
        super().__init__(message, errors=(FieldError(field, message),))
        self.troubles = troubles


class OfficeMissing(DomainError):
    """LibreOffice is not installed here, so a Word file cannot become a PDF."""

    code: ClassVar[str] = "office_missing"
    status: ClassVar[int] = 503
