"""What is said about a wrong answer: plain words, the same on the page and in the API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .contracts import FieldDescription, FieldKind


def group_thousands(number: int) -> str:
    """Write 1234567 as "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def say_required(field: FieldDescription) -> str:
    """Say that an answer is missing, in the verb that fits the field."""
    label = field.label
    if field.kind in {FieldKind.CHOICE, FieldKind.CHECKBOX}:
        return _("Choose: %(label)s") % {"label": label}
    return _("Enter: %(label)s") % {"label": label}


def _say_personal_number(value: object) -> str:
    text = str(value)
    if not re.fullmatch(r"[0-9]*", text):
        return _("A personal number has digits only")
    return _("A personal number has 12 digits, this one has %(count)d") % {"count": len(text)}


def _say_format(field: FieldDescription, value: object) -> str:
    if field.kind is FieldKind.PERSONAL_NUMBER:
        return _say_personal_number(value)
    if field.kind is FieldKind.DATE:
        return _("Enter a day like 23/11/2026")
    if field.kind is FieldKind.PHONE:
        return _("Enter a telephone number of 10 digits, like 0912345678")
    if field.kind is FieldKind.EMAIL:
        return _("Enter an e-mail address like ten@vidu.vn")
    return _("%(label)s is not written in the right way") % {"label": field.label}


def _say_limit(field: FieldDescription, name: str, limit: float) -> str:
    figure = group_thousands(int(limit))
    values = {"label": field.label, "limit": figure}
    if name in {"minimum", "exclusiveMinimum"}:
        return _("%(label)s must be at least %(limit)s") % values
    if name in {"maximum", "exclusiveMaximum"}:
        return _("%(label)s must be at most %(limit)s") % values
    count = int(limit)
    if name == "maxLength":
        return ngettext(
            "%(label)s has at most %(count)d character", "%(label)s has at most %(count)d characters", count
        ) % {"label": field.label, "count": count}
    return ngettext(
        "%(label)s has at least %(count)d character", "%(label)s has at least %(count)d characters", count
    ) % {"label": field.label, "count": count}


def say_error(field: FieldDescription, kind: Mapping[str, Any], value: object) -> str:
    """Say in plain words what one error of JSON Schema means for one field.

    :param kind: `name` of the keyword with its data, as jsonschema-rs gives it
    """
    name = str(kind.get("name"))
    if name in {"enum", "oneOf", "anyOf", "const"}:
        return _("Choose one of the answers offered for: %(label)s") % {"label": field.label}
    if name == "format" or (name == "pattern" and field.kind is FieldKind.PERSONAL_NUMBER):
        return _say_format(field, value)
    if "limit" in kind:
        return _say_limit(field, name, kind["limit"])
    if name == "type" and field.kind in {FieldKind.INTEGER, FieldKind.MONEY}:
        return _("%(label)s must be a whole number") % {"label": field.label}
    return _("%(label)s is not written in the right way") % {"label": field.label}
