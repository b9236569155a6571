"""One Django field for each kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..contracts import FieldDescription, FieldKind
from ..rules.checking import MOST_ROWS
from ..rules.shaping import decimal_number, iso_day, number_text, shown_day, whole_number
from ..words import say_required
from .widgets import AddressInput, AttachmentInput, Column, RowsInput

LONGEST_TYPED = 20_000
SHORT = {FieldKind.DATE: 10, FieldKind.PERSONAL_NUMBER: 20, FieldKind.PHONE: 20, FieldKind.BUSINESS_CODE: 20}
# WCAG 1.3.5; a designer may say otherwise.
COMPLETIONS = {FieldKind.PHONE: "tel", FieldKind.EMAIL: "email"}
NUMERIC = frozenset(
    {FieldKind.DATE, FieldKind.INTEGER, FieldKind.MONEY, FieldKind.PERSONAL_NUMBER, FieldKind.BUSINESS_CODE}
)


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

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with dots."""
        return number_text(value) if type(value) is int else value

    def to_python(self, value: Any) -> Any:
        """Return an int, or the text itself for the schema to refuse."""
        return value if type(value) is int else whole_number(str(super().to_python(value) or ""))


class DecimalNumberField(forms.CharField):
    """A number with a comma, as in 125,5 square metres."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with its comma."""
        return number_text(value) if isinstance(value, int | float) else value

    def to_python(self, value: Any) -> Any:
        """Return a number, or the text itself for the schema to refuse."""
        return value if isinstance(value, int | float) else decimal_number(str(super().to_python(value) or ""))


class UncheckedChoiceField(forms.ChoiceField):
    """A choice whose membership the schema checks."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002  the signature is Django's
        """Let every value through to the schema."""
        return True


class UncheckedChoicesField(forms.MultipleChoiceField):
    """Several choices whose membership the schema checks."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002  the signature is Django's
        """Let every value through to the schema."""
        return True


class PartsField(forms.Field):
    """An answer of several parts, which its widget has put together already."""

    def clean(self, value: Any) -> Any:
        """Require some part; all else is the schema's."""
        if self.required and value in ("", None, [], {}):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return value


def attributes(field: FieldDescription) -> dict[str, str]:
    """Return the HTML attributes that help the person and the browser."""
    given: dict[str, str] = {}
    if completion := field.autocomplete or COMPLETIONS.get(field.kind):
        given["autocomplete"] = completion
    if field.condition:
        given["data-lt-condition"] = field.condition
    if field.kind in NUMERIC:
        given["inputmode"] = "numeric"
    if field.kind is FieldKind.NUMBER:
        given["inputmode"] = "decimal"
    if field.kind is FieldKind.PHONE:
        given["inputmode"] = "tel"
    return given


def _choice_field(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    """Return radio buttons for few choices, a list for many, unless the form says otherwise."""
    radio = field.widget == "radio" or (not field.widget and len(field.choices) <= 5)
    widget = forms.RadioSelect if radio else forms.Select(attrs=attributes(field))
    empty: list[tuple[str, Any]] = [] if radio else [("", _("Choose"))]
    # Refusal comes from the schema, so that page and API say the same.
    return UncheckedChoiceField(choices=[*empty, *field.choices], widget=widget, **options)


def _choices_field(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return UncheckedChoicesField(choices=field.choices, widget=forms.CheckboxSelectMultiple, **options)


def _text(widget: type[forms.Widget]) -> Callable[[FieldDescription, dict[str, Any]], forms.Field]:
    def build(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
        built = forms.CharField(widget=widget(attrs=attributes(field)), strip=True, **options)
        # As wide as its answer, while the schema alone counts letters: a browser that cuts a text says nothing.
        built.max_length = SHORT.get(field.kind, field.max_length)
        return built

    return build


def _day(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    built = DayField(widget=forms.TextInput(attrs={"placeholder": "dd/mm/yyyy", **attributes(field)}), **options)
    built.max_length = SHORT[FieldKind.DATE]
    return built


def _number(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return WholeNumberField(widget=forms.TextInput(attrs={"class": "lt-in lt-in-m", **attributes(field)}), **options)


def _decimal(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return DecimalNumberField(widget=forms.TextInput(attrs={"class": "lt-in lt-in-m", **attributes(field)}), **options)


def _checkbox(_field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    # A box that must be ticked is a rule of the schema ("const": true).
    return forms.BooleanField(**{**options, "required": False})


def _address(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return PartsField(widget=AddressInput(era=str(field.limits.get("vnAddress", "any"))), **options)


def _attachment(_field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    return PartsField(widget=AttachmentInput(), **options)


def _rows(field: FieldDescription, options: dict[str, Any]) -> forms.Field:
    columns = tuple(Column(item, build_field(item)) for item in field.columns)
    most = min(int(field.limits.get("maxItems", MOST_ROWS)), MOST_ROWS)
    widget = RowsInput(columns=columns, most=most, as_table=field.widget == "table")
    return PartsField(widget=widget, **options)


BUILDERS: Mapping[FieldKind, Callable[[FieldDescription, dict[str, Any]], forms.Field]] = {
    FieldKind.TEXT: _text(forms.TextInput),
    FieldKind.TEXTAREA: _text(forms.Textarea),
    FieldKind.INTEGER: _number,
    FieldKind.NUMBER: _decimal,
    FieldKind.MONEY: _number,
    FieldKind.DATE: _day,
    FieldKind.CHOICE: _choice_field,
    FieldKind.CHOICES: _choices_field,
    FieldKind.CHECKBOX: _checkbox,
    FieldKind.PHONE: _text(forms.TextInput),
    FieldKind.EMAIL: _text(forms.EmailInput),
    FieldKind.PERSONAL_NUMBER: _text(forms.TextInput),
    FieldKind.BUSINESS_CODE: _text(forms.TextInput),
    FieldKind.ADDRESS: _address,
    FieldKind.ATTACHMENT: _attachment,
    FieldKind.GROUP: _rows,
}


def build_field(field: FieldDescription) -> forms.Field:
    """Return the Django field of one question, or of one column of a group; a computed one is never required."""
    options = {
        "label": field.label,
        "help_text": field.help,
        "required": field.required and not field.compute,
        "error_messages": {"required": say_required(field)},
    }
    built = BUILDERS[field.kind](field, options)
    # Django's own rules (such as that for NUL) would speak where the question is not asked; the schema says the same.
    built.validators = []
    return built
