"""What crosses the border of forms: how a form is described, what it asks of others, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict, DomainError, Invalid

# What a draft is for that is kept on the page or by the API of a form itself, before any system files it.
FILLING = "forms.fill"


class FieldKind(StrEnum):
    """What kind of answer a field takes; each has one way of being asked and shown."""

    TEXT = "text"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    CHECKBOX = "checkbox"
    PHONE = "phone"
    EMAIL = "email"
    PERSONAL_NUMBER = "personal_number"
    BUSINESS_CODE = "business_code"
    ADDRESS = "address"
    ATTACHMENT = "attachment"
    GROUP = "group"


@dataclass(frozen=True)
class FieldDescription:
    """One question: its words, its kind, when it is asked, and what it spares.

    `condition` and `compute` are expressions; `prefill` names a source and what it knows, as in `party.name`;
    `replaces` are codes of papers that need not be handed in when a verified source has answered; `columns` are the
    questions of each row of a group; `limits` are the keywords of JSON Schema that narrow the answer.
    """

    name: str
    label: str
    kind: FieldKind
    required: bool = False
    widget: str = ""
    help: str = ""
    autocomplete: str = ""
    condition: str = ""
    prefill: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int | None = None
    compute: str = ""
    replaces: tuple[str, ...] = ()
    columns: tuple[FieldDescription, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SectionDescription:
    """A titled group of questions, in the order in which they are asked."""

    title: str
    fields: tuple[FieldDescription, ...]
    help: str = ""


@dataclass(frozen=True)
class FormDescription:
    """A whole form as people see it, without its rules."""

    sections: tuple[SectionDescription, ...]
    by_name: dict[str, FieldDescription] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields once, because validation asks by name."""
        index = {item.name: item for section in self.sections for item in section.fields}
        object.__setattr__(self, "by_name", index)

    @property
    def fields(self) -> tuple[FieldDescription, ...]:
        """Return all fields in order."""
        return tuple(self.by_name.values())


@dataclass(frozen=True)
class DefinitionInfo:
    """A stored version of a form."""

    key: str
    version: int
    title: str


@dataclass(frozen=True)
class VersionInfo:
    """A version in the history of a form."""

    version: int
    title: str
    created_at: datetime
    created_by_name: str


@dataclass(frozen=True)
class DesignInfo:
    """A form as it is being designed; `number` counts its changes, `published` is its newest version, 0 for none."""

    key: str
    title: str
    number: int
    schema: dict[str, Any]
    ui: dict[str, Any]
    published: int
    changed: bool
    updated_at: datetime
    updated_by_name: str


@dataclass(frozen=True)
class DesignLine:
    """One form in the list of forms."""

    key: str
    title: str
    published: int
    changed: bool
    updated_at: datetime
    updated_by_name: str


@dataclass(frozen=True)
class Change:
    """One difference between two versions of a form; `breaks` tells that answers of the older may not fit."""

    what: str
    path: str
    label: str
    before: str = ""
    after: str = ""
    breaks: bool = False


@dataclass(frozen=True)
class AnswerChange:
    """One answer before and after a correction, as people read both."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Sourced:
    """What a source knows: the value, who says so, since when, and whether it stands in for a paper.

    :param source: code of the source, as in `prefill`
    :param verified: the source is a register whose data replaces papers (Nghị định 224/2026/NĐ-CP Art. 18(4))
    :param label: the source in words, with the number of the record where there is one
    """

    value: Any
    source: str
    verified: bool
    at: datetime
    label: str = ""


@dataclass(frozen=True)
class WaivedPaper:
    """A paper that need not be handed in, because verified data say the same; kept with the dossier as evidence.

    `sources` are codes, `labels` the same in words; `at` is the oldest moment of what they say.
    """

    code: str
    fields: tuple[str, ...]
    sources: tuple[str, ...]
    at: datetime
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptFile:
    """A file that an answer refers to; size in bytes."""

    id: str
    name: str
    size: int


@dataclass(frozen=True)
class DraftInfo:
    """Answers kept as typed; `typed` are the pairs a browser sends, `number` counts the savings."""

    uuid: UUID
    purpose: str
    form_key: str
    form_version: int
    title: str
    url: str
    typed: tuple[tuple[str, str], ...]
    number: int
    updated_at: datetime
    device: str


@dataclass(frozen=True)
class TrialInfo:
    """A trial filing: a form filled by its designer, marked for correction, corrected."""

    uuid: UUID
    key: str
    title: str
    schema: dict[str, Any]
    ui: dict[str, Any]
    answers: dict[str, Any]
    marks: dict[str, str]
    changes: tuple[AnswerChange, ...]
    files: dict[str, KeptFile]
    created_at: datetime
    version: int


@dataclass(frozen=True)
class ImportRow:
    """One row of a sheet: its number there, the answers read, and what is wrong with them as (place, words)."""

    number: int
    answers: dict[str, Any]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImportPreview:
    """What a sheet would bring in; nothing is stored by reading it."""

    rows: tuple[ImportRow, ...]
    unknown: tuple[str, ...]

    @property
    def good(self) -> int:
        """Count the rows without errors."""
        return sum(1 for row in self.rows if not row.errors)


class FormRefused(Invalid):
    """The schema or the ui part of a form cannot be used; `errors` names each place."""

    code: ClassVar[str] = "form_refused"


class SheetRefused(DomainError):
    """The file is no sheet of this form, or larger than can be read at once."""

    code: ClassVar[str] = "sheet_refused"
    status: ClassVar[int] = 422


class DraftMoved(Conflict):
    """The same draft was saved from another place in the meantime; `number` is the newer count."""

    code: ClassVar[str] = "draft_moved"


class PreconditionFailed(Conflict):
    """The ETag sent with a change is not that of what is kept now (RFC 9110, section 13)."""

    code: ClassVar[str] = "precondition_failed"
    status: ClassVar[int] = 412


class PreconditionRequired(Conflict):
    """What is kept may be changed only by who knows it: its ETag was not sent (RFC 6585)."""

    code: ClassVar[str] = "precondition_required"
    status: ClassVar[int] = 428


class ExpressionRefused(DomainError):
    """The expression is too long, too deep, not CEL, or uses what is not offered."""

    code: ClassVar[str] = "expression_refused"
    status: ClassVar[int] = 422


class ExpressionFailed(DomainError):
    """The expression is sound, but these values do not let it be worked out."""

    code: ClassVar[str] = "expression_failed"
    status: ClassVar[int] = 409
