"""The form of answers: built from a compiled form, bound to what a browser sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.safestring import SafeString

from ..contracts import FieldDescription, FieldKind, KeptFile, SectionDescription, Sourced
from ..rules import normalize
from ..rules.shaping import whole_number
from ..words import in_row, shown_answer, words_of_amount
from .drawing import draw_question
from .fields import build_field
from .widgets import AttachmentInput, RowsInput, read_file_token

if TYPE_CHECKING:
    from ..compiled import CompiledForm

EMPTY: tuple[Any, ...] = ("", None, [], {})


@dataclass(frozen=True)
class Asked:
    """One question as a page needs it: its description, its bound field and how its answer reads."""

    description: FieldDescription
    bound: forms.BoundField
    computed: str | None = None
    computed_words: str = ""
    sourced: Sourced | None = None

    @property
    def kind(self) -> str:
        """Say how it is laid out: `set` for controls of several parts, `fixed` for what cannot be typed."""
        if self.bound.field.disabled or self.description.compute:
            return "fixed"
        several = {FieldKind.ADDRESS, FieldKind.GROUP, FieldKind.ATTACHMENT}
        return "set" if self.description.kind in several else "plain"

    @property
    def text(self) -> str:
        """Write its present answer."""
        if self.computed is not None:
            return self.computed
        value = self.bound.value()
        return "" if value in EMPTY else shown_answer(self.description, value)

    @property
    def words(self) -> str:
        """Say an amount in words."""
        if self.computed is not None:
            return self.computed_words
        value = self.bound.value()
        return words_of_amount(self.description, whole_number(value) if isinstance(value, str) else value)

    @property
    def html(self) -> SafeString:
        """Draw it."""
        return draw_question(self)


class AnswerForm(forms.Form):
    """Base of every compiled form."""

    compiled: CompiledForm
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        initial: Any = None,
        *,
        judged: bool = True,
        only: frozenset[str] | None = None,
        attached: Mapping[str, KeptFile] | None = None,
        owner: str = "",
        sourced: Mapping[str, Sourced] | None = None,
        **options: Any,
    ) -> None:
        """Stop requiring what the answers given so far do not ask for.

        :param attached: files kept so far, by field; without it those named by the tokens of `owner` in the data
        :param sourced: what sources answered, by field; what a verified one said is shown and cannot be typed over
        """
        self.sourced = dict(sourced or {})
        known = {name: said.value for name, said in self.sourced.items()}
        verified = {name: said.value for name, said in self.sourced.items() if said.verified}
        super().__init__(data, initial={**known, **(initial or {}), **verified}, **options)
        for name in verified:
            self.fields[name].disabled = True
        self.judged = judged
        self.attached = dict(attached) if attached is not None else self._files_by_token(owner)
        for name, field in self.fields.items():
            if only is not None and name not in only:
                field.disabled = True
            if isinstance(field.widget, AttachmentInput):
                field.widget.keep(self.attached.get(name), owner=owner)
        if self.is_bound:
            for name in self.unasked:
                self.fields[name].required = False
        if not judged:
            self._errors = ErrorDict()
            self.cleaned_data = {}

    def _files_by_token(self, owner: str) -> dict[str, KeptFile]:
        found: dict[str, KeptFile] = {}
        for name, field in self.fields.items():
            if self.is_bound and owner and isinstance(field.widget, AttachmentInput):
                kept = read_file_token(str(self.data.get(f"{self.add_prefix(name)}-kept", "")), owner=owner)
                found |= {name: kept} if kept else {}
        return found

    def is_valid(self) -> bool:
        """Tell whether the answers may be kept; what was not judged may not."""
        return self.judged and super().is_valid()

    @property
    def reshapes(self) -> bool:
        """Tell whether the browser only asks for another line or for the communes of a province."""
        if not self.is_bound:
            return False
        ends = ("-add", "-places", "-remove")
        names = {f"{self.add_prefix(name)}{end}" for name in self.fields for end in ends}
        return any(name in self.data for name in names)

    @property
    def unasked(self) -> frozenset[str]:
        """Return the questions that the present answers leave unasked."""
        return self.compiled.hidden(self.present())

    def present(self) -> dict[str, Any]:
        """Return the answers as they stand, computed ones too, however incomplete."""
        known = self._raw_answers() if self.is_bound else dict(self.initial)
        return self.compiled.compute(normalize(self.compiled.description, known))

    def now_asked(self) -> dict[str, Any]:
        """Return what a script shows while somebody types: unasked questions, computed texts, amounts in words.

        The texts of computed columns stand under the id of their cell.
        """
        answers = self.present()
        texts: dict[str, str] = {}
        amounts: dict[str, str] = {}
        for field in self.compiled.description.fields:
            value = answers.get(field.name)
            if field.compute:
                texts[field.name] = "" if value is None else shown_answer(field, value)
            if field.kind is FieldKind.MONEY:
                amounts[field.name] = words_of_amount(field, value)
            rows = value if field.kind is FieldKind.GROUP and isinstance(value, list) else []
            root = self[field.name].auto_id
            for at, row in enumerate(rows):
                for column in field.columns:
                    if column.compute and isinstance(row, dict):
                        cell = row.get(column.name)
                        texts[f"{root}-{at}-{column.name}"] = "" if cell is None else shown_answer(column, cell)
        return {"hidden": sorted(self.compiled.hidden(answers)), "texts": texts, "words": amounts}

    @property
    def layout(self) -> Iterator[tuple[SectionDescription, list[Asked]]]:
        """Yield the sections with their questions, ready to be drawn."""
        said = self.now_asked() if self.compiled.computes else {"texts": {}, "words": {}}
        texts, amounts = said["texts"], said["words"]
        for field in self.fields.values():
            if isinstance(field.widget, RowsInput):
                field.widget.texts = texts
        for section in self.compiled.description.sections:
            if section.fields:
                yield (
                    section,
                    [
                        Asked(
                            field,
                            self[field.name],
                            texts.get(field.name),
                            amounts.get(field.name, ""),
                            self.sourced.get(field.name),
                        )
                        for field in section.fields
                    ],
                )

    @property
    def changeable(self) -> list[Asked]:
        """Return the questions that can be typed, as a correction shows them, in the order of the form."""
        return [asked for _section, fields in self.layout for asked in fields if asked.kind != "fixed"]

    def _raw_answers(self) -> dict[str, Any]:
        """Return what was sent, coerced as far as possible, to decide which questions are asked."""
        answers: dict[str, Any] = {}
        for name, field in self.fields.items():
            if field.disabled:
                answers[name] = self.get_initial_for_field(field, name)
                continue
            raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            try:
                answers[name] = field.to_python(raw)
            except forms.ValidationError:
                answers[name] = None
        return answers

    def clean(self) -> dict[str, Any]:
        """Add what the schema says about the answers to the fields it concerns."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in EMPTY}
        earlier = set(self.errors)
        for error in self.compiled.validate(given):
            name, _dot, rest = error.path.partition(".")
            if name not in self.fields:
                self.add_error(None, error.message)
            elif name not in earlier:
                self.add_error(name, self._in_place(name, rest, error.message))
        return self.cleaned_data

    def _in_place(self, name: str, rest: str, message: str) -> str:
        """Remember in which cell of a group an error stands, and say it in the message above."""
        widget = self.fields[name].widget
        row, _dot, column = rest.partition(".")
        if isinstance(widget, RowsInput) and row.isdigit():
            widget.errors[int(row), column] = message
            return in_row(int(row) + 1, message)
        return message

    def answers(self) -> dict[str, Any]:
        """Return valid answers as plain JSON; only after `is_valid()`."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in EMPTY}
        return self.compiled.clean(given)


def build_form_class(compiled: CompiledForm) -> type[AnswerForm]:
    """Build the Django form class of a compiled form; the caller keeps it."""
    members: dict[str, Any] = {"compiled": compiled, "__doc__": f"Form {compiled.key} v{compiled.version}."}
    for field in compiled.description.fields:
        members[field.name] = build_field(field)
    return type("CompiledAnswerForm", (AnswerForm,), members)
