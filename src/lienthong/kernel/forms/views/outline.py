"""A form as the designer's pages draw it."""

from __future__ import annotations

from dataclasses import dataclass

from lienthong.kernel.forms.contracts import DesignInfo, FieldDescription, FieldKind
from lienthong.kernel.forms.rules import describe
from lienthong.kernel.forms.rules.checking import ONLY_ALONE
from lienthong.kernel.forms.words import KIND_LABELS, condition_words


@dataclass(frozen=True)
class Line:
    """One question in the outline."""

    field: FieldDescription
    kind: str
    condition: str
    columns: tuple[Line, ...] = ()


@dataclass(frozen=True)
class OutlineSection:
    """One section in the outline; `at` is its place."""

    at: int
    title: str
    help: str
    lines: tuple[Line, ...]


def _line(field: FieldDescription, fields: dict[str, FieldDescription]) -> Line:
    columns = tuple(_line(column, {}) for column in field.columns)
    condition = condition_words(field.condition, fields) if field.condition else ""
    return Line(field, str(KIND_LABELS[field.kind]), condition, columns)


def outline(design: DesignInfo) -> tuple[OutlineSection, ...]:
    """Return the sections of a form with their questions in words."""
    form = describe(design.schema, design.ui)
    return tuple(
        OutlineSection(at, section.title, section.help, tuple(_line(field, form.by_name) for field in section.fields))
        for at, section in enumerate(form.sections)
    )


def kinds_offered(*, in_row: bool) -> list[tuple[str, str]]:
    """Return the kinds a question can have, in a row of a group only the simple ones."""
    return [(kind.value, str(label)) for kind, label in KIND_LABELS.items() if not (in_row and kind in ONLY_ALONE)]


def kind_of_text(text: str, *, in_row: bool) -> FieldKind | None:
    """Return the kind that an address names, None when it names none that is offered."""
    return FieldKind(text) if text in dict(kinds_offered(in_row=in_row)) else None
