"""From a description to a Django form; it coerces what was typed, the schema alone says what is valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .contracts import FieldDescription, FieldKind
from .rules import iso_day, shown_day
from .words import say_required

if TYPE_CHECKING:
    from .compiled import CompiledForm


class DayField(forms.CharField):
    """A day typed as dd/mm/yyyy or ddmmyyyy, kept as ISO text like every answer."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day the Vietnamese way."""
        return shown_day(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        """Keep what cannot be read as it was typed, so that the schema refuses it and the page shows it."""
        text = str(super().to_python(value) or "")
        return iso_day(text) or text


class WholeNumberField(forms.CharField):
    """A whole number; dots and spaces between thousands are allowed, as people write them."""

    def to_python(self, value: Any) -> Any:
        """Return an int, or the text itself for the schema to refuse."""
        text = str(super().to_python(value) or "")
        bare = text.replace(".", "").replace(" ", "").replace("\u00a0", "")
        return int(bare) if bare.lstrip("-").isdecimal() else text


class AnswerForm(forms.Form):
    """Base of every compiled form."""

    compiled: CompiledForm
    use_required_attribute = False

    def __init__(self, data: Any = None, initial: Any = None, **options: Any) -> None:
        """Stop requiring what the answers given so far do not ask for."""
        super().__init__(data, initial=initial, **options)
        if self.is_bound:
            for name in self.compiled.hidden(self._raw_answers()):
                self.fields[name].required = False

    def _raw_answers(self) -> dict[str, Any]:
        """Return what was sent, coerced as far as possible, to decide which questions are asked."""
        answers: dict[str, Any] = {}
        for name, field in self.fields.items():
            raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            try:
                answers[name] = field.to_python(raw)
            except forms.ValidationError:
                answers[name] = None
        return answers

    def clean(self) -> dict[str, Any]:
        """Add what the schema says about the answers to the fields it concerns."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        for error in self.compiled.validate(given):
            name = error.path if error.path in self.fields else None
            if name is None or name not in self.errors:
                self.add_error(name, error.message)
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """Return valid answers as plain JSON; only after `is_valid()`."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return self.compiled.clean(given)


def _attributes(field: FieldDescription) -> dict[str, str]:
    """Return the HTML attributes that help the person and the browser."""
    attributes: dict[str, str] = {}
    if field.autocomplete:
        attributes["autocomplete"] = field.autocomplete
    if field.condition:
        attributes["data-lt-condition"] = field.condition
    if field.kind in {FieldKind.DATE, FieldKind.INTEGER, FieldKind.MONEY, FieldKind.PERSONAL_NUMBER}:
        attributes["inputmode"] = "numeric"
    if field.kind is FieldKind.PHONE:
        attributes["inputmode"] = "tel"
    return attributes


def _choice_field(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    """Return radio buttons for few choices, a list for many, unless the form says otherwise."""
    radio = field.widget == "radio" or (not field.widget and len(field.choices) <= 5)
    widget = forms.RadioSelect if radio else forms.Select(attrs=_attributes(field))
    empty: list[tuple[str, Any]] = [] if radio else [("", _("Choose"))]
    # Refusal comes from the schema, so that page and API say the same.
    return UncheckedChoiceField(choices=[*empty, *field.choices], widget=widget, **options)


class UncheckedChoiceField(forms.ChoiceField):
    """A choice whose membership the schema checks."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002  the signature is Django's
        """Let every value through to the schema."""
        return True


def _text(widget: type[forms.Widget]) -> Callable[[FieldDescription, dict[str, Any]], forms.Field]:
    def build(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
        return forms.CharField(widget=widget(attrs=_attributes(field)), **options)

    return build


def _day(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return DayField(widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy", **_attributes(field)}), **options)


def _number(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return WholeNumberField(widget=forms.TextInput(attrs=_attributes(field)), **options)


def _checkbox(_field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    # A box that must be ticked is a rule of the schema ("const": true).
    return forms.BooleanField(**{**options, "required": False})


BUILDERS: Mapping[FieldKind, Callable[[FieldDescription, dict[str, Any]], forms.Field]] = {
    FieldKind.TEXT: _text(forms.TextInput),
    FieldKind.TEXTAREA: _text(forms.Textarea),
    FieldKind.INTEGER: _number,
    FieldKind.MONEY: _number,
    FieldKind.DATE: _day,
    FieldKind.CHOICE: _choice_field,
    FieldKind.CHECKBOX: _checkbox,
    FieldKind.PHONE: _text(forms.TextInput),
    FieldKind.EMAIL: _text(forms.EmailInput),
    FieldKind.PERSONAL_NUMBER: _text(forms.TextInput),
}


def build_form_class(compiled: CompiledForm) -> type[AnswerForm]:
    """Build the Django form class of a compiled form; the caller keeps it."""
    members: dict[str, Any] = {"compiled": compiled, "__doc__": f"Form {compiled.key} v{compiled.version}."}
    for field in compiled.description.fields:
        options = {
            "label": field.label,
            "help_text": field.help,
            "required": field.required,
            "error_messages": {"required": say_required(field)},
        }
        members[field.name] = BUILDERS[field.kind](field, options)
    return type("CompiledAnswerForm", (AnswerForm,), members)
