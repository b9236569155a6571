"""The validator of answers, and what is wrong with a form, in words, before it is stored or published."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import jsonschema_rs
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError

from .contracts import ExpressionRefused
from .rules import find_problems
from .rules.numbers import is_business_code, is_personal_number, is_phone
from .rules.places import Era, address_problem
from .rules_cel import check_expression

LARGEST_PATTERN = 1_000_000


def _is_day(text: str) -> bool:
    """Tell whether ISO text is a day of the calendar; the library alone lets 31 February pass in places."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_file(text: str) -> bool:
    """Tell whether the text has the shape of a file's uuid; that it exists is asked of the store."""
    return len(text) == 36 and text.replace("-", "").isalnum() and text.isascii()


FORMATS = {
    "personal-number": is_personal_number,
    "business-code": is_business_code,
    "phone": is_phone,
    "date": _is_day,
    "attachment": _is_file,
}


class AddressKeyword:
    """The keyword `vnAddress`: the province exists in its era, and the commune lies in it."""

    def __init__(self, parent_schema: dict[str, Any], value: Any, schema_path: list[str | int]) -> None:  # noqa: ARG002  the library's shape
        """Keep which era is asked for: one of `Era`, or `any`."""
        self.era = str(value)

    def validate(self, instance: Any) -> None:
        """Refuse a place that does not exist; what has the wrong shape is refused by its own keywords.

        :raises ValueError: names the part that is wrong
        """
        if not isinstance(instance, dict):
            return
        given = [instance.get(name) for name in ("era", "province", "commune")]
        if not all(isinstance(text, str) for text in given) or given[0] not in set(Era):
            return
        if self.era not in ("any", given[0]):
            raise ValueError("era")
        problem = address_problem(Era(given[0]), str(given[1]), str(given[2]))
        if problem:
            raise ValueError(problem)


def build_validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Return a validator that reaches nothing outside and matches patterns in linear time.

    :raises jsonschema_rs.ValidationError: the schema is none, or a pattern needs going back over the text
    """
    return jsonschema_rs.Draft202012Validator(
        schema,
        validate_formats=True,
        formats=FORMATS,
        keywords={"vnAddress": AddressKeyword},
        pattern_options=jsonschema_rs.RegexOptions(size_limit=LARGEST_PATTERN),
        offline=True,
    )


def _reasons() -> dict[str, str]:
    return {
        "not_an_object": _("The schema must describe an object with properties"),
        "bad_name": _("The name of a field has letters, digits and underscores only"),
        "bad_shape": _("This part does not have the shape described in the guide"),
        "bad_choices": _("Each choice needs a code of its own and its words"),
        "bad_address": _("An address has era, province, commune and detail, as the guide describes"),
        "no_field_for_type": _("There is no field for this type"),
        "unknown_field": _("There is no such field in the schema"),
        "unknown_keyword": _("This rule of JSON Schema is not offered in forms"),
        "unknown_part": _("The ui part has no such entry"),
        "too_deep": _("The form is nested too deeply"),
        "too_large": _("The form is larger than people and machines can bear"),
        "too_many_fields": _("There are too many fields"),
        "too_many_choices": _("There are too many choices"),
        "too_many_rows": _("There may be at most 500 lines"),
        "pattern_too_long": _("The pattern is longer than 200 characters"),
    }


def find_errors(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield what is wrong with a form: shape and size first, then rules and expressions."""
    reasons = _reasons()
    problems = [FieldError(place, reasons[reason]) for place, reason in find_problems(schema, ui)]
    if problems:
        yield from problems
        return
    try:
        build_validator(dict(schema))
    except (jsonschema_rs.ValidationError, ValueError):
        yield FieldError("schema", _("This is not a valid JSON Schema, or a pattern in it is not offered"))
    yield from _expressions(ui, frozenset(schema["properties"]), "ui")
    for name, part in ui.get("groups", {}).items():
        yield from _expressions(part, frozenset(schema["properties"][name]["items"]["properties"]), f"ui.groups.{name}")


def _expressions(ui: Mapping[str, Any], names: frozenset[str], place: str) -> Iterator[FieldError]:
    for key in ("condition", "compute"):
        for name, expression in ui.get(key, {}).items():
            try:
                check_expression(expression, allowed=names - {name})
            except ExpressionRefused as refusal:
                yield FieldError(f"{place}.{key}.{name}", refusal.message)
