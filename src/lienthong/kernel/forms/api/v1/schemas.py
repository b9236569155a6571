"""What goes in and out of the endpoints of forms; written for them, not taken from the tables."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema


class FormLineOut(Schema):
    """The newest version of a published form."""

    key: str
    version: int
    title: str


class FormPageOut(Schema):
    """A part of the list of forms; `next` is what to send as `after` for more, empty at the end."""

    items: list[FormLineOut]
    next: str


class FormOut(Schema):
    """One version of a form: JSON Schema 2020-12 says what is valid, `ui` how it is asked."""

    key: str
    version: int
    title: str
    answers_schema: dict[str, Any]
    ui: dict[str, Any]


class AnswersIn(Schema):
    """Answers by name of the question; `version` is the newest where none is named."""

    answers: dict[str, Any]
    version: int | None = Field(None, ge=1, lt=2**31)


class AnswerError(Schema):
    """What is wrong with one answer."""

    path: str
    message: str


class JudgedOut(Schema):
    """The verdict: errors, or the answers in the shape in which they would be kept, with computed ones."""

    valid: bool
    version: int
    errors: list[AnswerError]
    answers: dict[str, Any]


class SourcedOut(Schema):
    """What a source knows; a verified answer cannot be changed and may spare papers."""

    value: Any
    source: str
    label: str
    verified: bool
    at: datetime


class PrefillOut(Schema):
    """What sources know of somebody, by question, and the codes of the papers that this spares."""

    version: int
    answers: dict[str, SourcedOut]
    papers_spared: list[str]


Pair = Annotated[list[str], Field(min_length=2, max_length=2)]


class DraftIn(Schema):
    """Answers as they were typed: pairs of name and value, as a browser sends them."""

    typed: list[Pair] = Field(max_length=20_000)
    version: int | None = Field(None, ge=1, lt=2**31)


class DraftLineOut(Schema):
    """A draft in a list, without what was typed."""

    uuid: UUID
    form: str
    version: int
    title: str
    updated_at: datetime
    device: str


class DraftPageOut(Schema):
    """A part of one's drafts; `next` is what to send as `after` for more, nothing at the end."""

    items: list[DraftLineOut]
    next: int | None


class DraftOut(DraftLineOut):
    """A draft with what was typed; its ETag is the number of its savings."""

    typed: list[Pair]


class RowOut(Schema):
    """One row of a sheet: its number there, the answers read, and what is wrong with them."""

    number: int
    answers: dict[str, Any]
    errors: list[AnswerError]


class ImportOut(Schema):
    """What a sheet would bring in; nothing is stored by reading it."""

    version: int
    good: int
    unknown: list[str]
    rows: list[RowOut]
