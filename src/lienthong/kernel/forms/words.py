"""What is said about a wrong answer, and how answers are written: plain words, the same on the page and in the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .contracts import FieldDescription, FieldKind
from .rules.design import read_condition
from .rules.money import money_words
from .rules.numbers import business_code_problem, personal_number_problem
from .rules.places import Era, address_text
from .rules.shaping import number_text, shown_day

CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.CHECKBOX})


def group_thousands(number: int) -> str:
    """Write 1234567 as "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def say_required(field: FieldDescription) -> str:
    """Say that an answer is missing, in the verb that fits the field."""
    label = field.label
    if field.kind in CHOSEN:
        return _("Choose: %(label)s") % {"label": label}
    if field.kind is FieldKind.ATTACHMENT:
        return _("Attach: %(label)s") % {"label": label}
    return _("Enter: %(label)s") % {"label": label}


def say_not_asked() -> str:
    """Say that an answer belongs to no question."""
    return _("This form does not ask for it")


def say_unwritable(field: FieldDescription) -> str:
    """Say that a text has characters nobody types."""
    return _("%(label)s has characters that cannot be kept; type it again") % {"label": field.label}


def say_unbearable() -> str:
    """Say that there are too many or too long answers to be read at all."""
    return _("The answers are too many or too long for a form")


def say_address_part(part: str) -> str:
    """Say that a part of an address is missing or does not exist."""
    said = {
        "era": _("Choose the time of the address"),
        "province": _("Choose the province of the address"),
        "commune": _("Choose the commune of the address"),
        "detail": _("Enter the house, street or village of the address"),
    }
    return said.get(part, _("The address is not written in the right way"))


def _say_personal_number(value: object) -> str:
    text = str(value)
    problem = personal_number_problem(text)
    if problem == "digits":
        return _("A personal number has digits only")
    if problem == "length":
        return _("A personal number has 12 digits, this one has %(count)d") % {"count": len(text)}
    if problem == "place":
        return _("No province has the code %(code)s: look at the first three digits again") % {"code": text[:3]}
    return _("The fourth digit of a personal number is 0, 1, 2 or 3: compare it with the card")


def _say_business_code(value: object) -> str:
    if business_code_problem(str(value)) == "check":
        return _("One digit of the business code is wrong: compare it with the certificate")
    return _("A business code has 10 digits, or 10 and 3 with a dash for a branch")


def _say_format(field: FieldDescription, value: object) -> str:
    if field.kind is FieldKind.PERSONAL_NUMBER:
        return _say_personal_number(value)
    if field.kind is FieldKind.BUSINESS_CODE:
        return _say_business_code(value)
    said = {
        FieldKind.DATE: _("Enter a day like 23/11/2026"),
        FieldKind.PHONE: _("Enter a telephone number of 10 digits, like 0912345678"),
        FieldKind.EMAIL: _("Enter an e-mail address like ten@vidu.vn"),
        FieldKind.ATTACHMENT: _("Attach the file again: %(label)s") % {"label": field.label},
    }
    return said.get(field.kind) or _("%(label)s is not written in the right way") % {"label": field.label}


def _say_limit(field: FieldDescription, name: str, limit: float) -> str:
    count = int(limit)
    values = {"label": field.label, "limit": number_text(limit), "count": count}
    if name in {"minimum", "exclusiveMinimum"}:
        return _("%(label)s must be at least %(limit)s") % values
    if name in {"maximum", "exclusiveMaximum"}:
        return _("%(label)s must be at most %(limit)s") % values
    if name == "maxItems":
        return ngettext("%(label)s has at most %(count)d line", "%(label)s has at most %(count)d lines", count) % values
    if name == "minItems":
        return (
            ngettext("%(label)s has at least %(count)d line", "%(label)s has at least %(count)d lines", count) % values
        )
    if name == "maxLength":
        return (
            ngettext("%(label)s has at most %(count)d character", "%(label)s has at most %(count)d characters", count)
            % values
        )
    return (
        ngettext("%(label)s has at least %(count)d character", "%(label)s has at least %(count)d characters", count)
        % values
    )


def say_error(field: FieldDescription, kind: Mapping[str, Any], value: object) -> str:
    """Say in plain words what one error of JSON Schema means for one field.

    :param kind: `name` of the keyword with its data, as jsonschema-rs gives it
    """
    name = str(kind.get("name"))
    if name == "vnAddress":
        return say_address_part(str(kind.get("message")))
    if name == "format" or (name == "pattern" and field.kind is FieldKind.PERSONAL_NUMBER):
        return _say_format(field, value)
    if "limit" in kind:
        return _say_limit(field, name, kind["limit"])
    said = _("%(label)s is not written in the right way")
    if field.kind is FieldKind.CHECKBOX:
        said = _("Tick: %(label)s")
    elif name in {"enum", "oneOf", "anyOf", "const"}:
        said = _("Choose one of the answers offered for: %(label)s")
    elif name == "type" and field.kind in {FieldKind.INTEGER, FieldKind.MONEY}:
        said = _("%(label)s must be a whole number")
    elif name == "type" and field.kind is FieldKind.NUMBER:
        said = _("%(label)s must be a number, like 125,5")
    return said % {"label": field.label}


def in_row(number: int, words: str) -> str:
    """Say in which line of a group something is wrong."""
    return _("Line %(number)d: %(words)s") % {"number": number, "words": words}


def _shown_address(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    era = Era.BEFORE if value.get("era") == Era.BEFORE else Era.NOW
    parts = (str(value.get(name, "")) for name in ("province", "commune", "detail"))
    return address_text(era, *parts)


def _shown_rows(field: FieldDescription, rows: Any) -> str:
    if not isinstance(rows, list):
        return str(rows)
    return "\n".join(
        ", ".join(
            f"{column.label}: {shown_answer(column, row[column.name])}"
            for column in field.columns
            if row.get(column.name) not in ("", None)
        )
        for row in rows
        if isinstance(row, Mapping)
    )


def _shown_choices(field: FieldDescription, value: Any) -> str:
    labels = dict(field.choices)
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(item), str(item)) for item in chosen)


def _shown_number(field: FieldDescription, value: Any) -> str:
    if type(value) is int and field.kind is FieldKind.MONEY:
        return _("%(amount)s đồng") % {"amount": group_thousands(value)}
    return number_text(value) if isinstance(value, int | float) else str(value)


SHOWN: Mapping[FieldKind, Callable[[FieldDescription, Any], str]] = {
    FieldKind.CHOICE: _shown_choices,
    FieldKind.CHOICES: _shown_choices,
    FieldKind.CHECKBOX: lambda _field, value: _("Yes") if value else _("No"),
    FieldKind.DATE: lambda _field, value: shown_day(str(value)),
    FieldKind.MONEY: _shown_number,
    FieldKind.INTEGER: _shown_number,
    FieldKind.NUMBER: _shown_number,
    FieldKind.ADDRESS: lambda _field, value: _shown_address(value),
    FieldKind.GROUP: _shown_rows,
}


def shown_answer(field: FieldDescription, value: Any) -> str:
    """Write one answer as people read it; rows of a group stand on lines of their own."""
    return SHOWN[field.kind](field, value) if field.kind in SHOWN else str(value)


def words_of_amount(field: FieldDescription, value: Any) -> str:
    """Say an amount of money in words; nothing for other answers."""
    return money_words(value) if field.kind is FieldKind.MONEY and type(value) is int else ""


KIND_LABELS: Mapping[FieldKind, StrPromise] = {
    FieldKind.TEXT: gettext_lazy("Short text"),
    FieldKind.TEXTAREA: gettext_lazy("Long text"),
    FieldKind.CHOICE: gettext_lazy("One of several choices"),
    FieldKind.CHOICES: gettext_lazy("Several of several choices"),
    FieldKind.CHECKBOX: gettext_lazy("Tick box"),
    FieldKind.DATE: gettext_lazy("Date"),
    FieldKind.INTEGER: gettext_lazy("Whole number"),
    FieldKind.NUMBER: gettext_lazy("Number with a comma"),
    FieldKind.MONEY: gettext_lazy("Money in đồng"),
    FieldKind.PERSONAL_NUMBER: gettext_lazy("Personal number"),
    FieldKind.BUSINESS_CODE: gettext_lazy("Business code"),
    FieldKind.PHONE: gettext_lazy("Telephone number"),
    FieldKind.EMAIL: gettext_lazy("E-mail address"),
    FieldKind.ADDRESS: gettext_lazy("Address"),
    FieldKind.ATTACHMENT: gettext_lazy("Attached file"),
    FieldKind.GROUP: gettext_lazy("Repeated lines or table"),
}
SIGN_LABELS: Mapping[str, StrPromise] = {
    "is": gettext_lazy("is"),
    "not": gettext_lazy("is not"),
    "filled": gettext_lazy("is given"),
    "more": gettext_lazy("is more than"),
    "less": gettext_lazy("is less than"),
}
CHANGE_LABELS: Mapping[str, StrPromise] = {
    "added": gettext_lazy("New question"),
    "removed": gettext_lazy("Question taken away"),
    "order": gettext_lazy("Order"),
    "sections": gettext_lazy("Sections"),
    "label": gettext_lazy("Question"),
    "kind": gettext_lazy("Kind"),
    "required": gettext_lazy("Must be answered"),
    "widget": gettext_lazy("Way of asking"),
    "help": gettext_lazy("Help"),
    "autocomplete": gettext_lazy("The browser offers"),
    "condition": gettext_lazy("Asked only when"),
    "prefill": gettext_lazy("Filled in from"),
    "choices": gettext_lazy("Choices"),
    "compute": gettext_lazy("Computed from"),
    "replaces": gettext_lazy("Spares the papers"),
    "limits": gettext_lazy("Limits"),
}


def condition_words(expression: str, fields: Mapping[str, FieldDescription]) -> str:
    """Say a condition that the designer's form made; any other is shown as it is written."""
    read = read_condition(expression)
    if read is None or read[0] not in fields:
        return expression
    field = fields[read[0]]
    if field.kind is FieldKind.CHECKBOX and read[1] != "filled":
        ticked = _("is not ticked") if read[1] == "not" else _("is ticked")
        return f"{field.label} {ticked}"
    value = dict(field.choices).get(read[2], read[2])
    sign = SIGN_LABELS[read[1]]
    return f"{field.label} {sign} {value}".strip() if read[1] != "filled" else f"{field.label} {sign}"
