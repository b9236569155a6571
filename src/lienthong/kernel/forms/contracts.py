"""What crosses the border of forms: how a form is described, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from lienthong.kernel.acts.contracts import DomainError, Invalid


class FieldKind(StrEnum):
    """What kind of answer a field takes; each has one way of being asked and shown."""

    TEXT = "text"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHECKBOX = "checkbox"
    PHONE = "phone"
    EMAIL = "email"
    PERSONAL_NUMBER = "personal_number"


@dataclass(frozen=True)
class FieldDescription:
    """One question: its words, its kind and when it is asked."""

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


@dataclass(frozen=True)
class SectionDescription:
    """A titled group of questions, in the order in which they are asked."""

    title: str
    fields: tuple[FieldDescription, ...]


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


class FormRefused(Invalid):
    """The schema or the ui part of a form cannot be used; `errors` names each place."""

    code: ClassVar[str] = "form_refused"


class ExpressionRefused(DomainError):
    """The expression is too long, too deep, not CEL, or uses what is not offered."""

    code: ClassVar[str] = "expression_refused"
    status: ClassVar[int] = 422


class ExpressionFailed(DomainError):
    """The expression is sound, but these values do not let it be worked out."""

    code: ClassVar[str] = "expression_failed"
    status: ClassVar[int] = 409
