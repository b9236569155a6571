"""Compiling a form: JSON Schema plus `ui` become a description; answers are brought to one shape."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from .contracts import FieldDescription, FieldKind, FormDescription, SectionDescription

PERSONAL_NUMBER = re.compile(r"^[0-9]{12}$")
PHONE = re.compile(r"^(\+84|0)[0-9]{9,10}$")
FORMAT_KINDS = {
    "date": FieldKind.DATE,
    "email": FieldKind.EMAIL,
    "phone": FieldKind.PHONE,
    "personal-number": FieldKind.PERSONAL_NUMBER,
}
FORMATS = {
    "personal-number": lambda text: bool(PERSONAL_NUMBER.match(text)),
    "phone": lambda text: bool(PHONE.match(text)),
}
WIDGET_KINDS = {"textarea": FieldKind.TEXTAREA, "money": FieldKind.MONEY}
TYPE_KINDS = {"boolean": FieldKind.CHECKBOX, "integer": FieldKind.INTEGER, "string": FieldKind.TEXT}
UI_KEYS = frozenset({"order", "sections", "widgets", "help", "autocomplete", "condition", "prefill"})
SEPARATORS = re.compile(r"[\s.\-]")


def _choices(schema: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the choices of a property: `oneOf` with titles, or a plain `enum`."""
    if "oneOf" in schema:
        return tuple((str(item["const"]), str(item.get("title", item["const"]))) for item in schema["oneOf"])
    return tuple((str(item), str(item)) for item in schema.get("enum", ()))


def _kind(schema: Mapping[str, Any], widget: str) -> FieldKind | None:
    """Return how a property is asked, or None when no field can ask it."""
    if _choices(schema):
        return FieldKind.CHOICE
    if schema.get("type") == "string" and schema.get("format") in FORMAT_KINDS:
        return FORMAT_KINDS[schema["format"]]
    return WIDGET_KINDS.get(widget) or TYPE_KINDS.get(str(schema.get("type")))


def find_problems(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what makes a form unusable, as (place, reason code)."""
    properties = schema.get("properties")
    if schema.get("type") != "object" or not isinstance(properties, dict) or not properties:
        yield "schema", "not_an_object"
        return
    for name, part in properties.items():
        if not name.isidentifier():
            yield f"schema.properties.{name}", "bad_name"
        if _kind(part, str(ui.get("widgets", {}).get(name, ""))) is None:
            yield f"schema.properties.{name}", "no_field_for_type"
    yield from ((f"ui.{key}", "unknown_part") for key in sorted(set(ui) - UI_KEYS))
    for place, name in _names_used(schema, ui):
        if name not in properties:
            yield f"{place}.{name}", "unknown_field"


def _names_used(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every mention of a field outside of the properties, with its place."""
    for name in schema.get("required", ()):
        yield "schema.required", name
    for key in ("widgets", "help", "autocomplete", "condition", "prefill"):
        for name in ui.get(key, {}):
            yield f"ui.{key}", name
    for section in ui.get("sections", ()):
        for name in section.get("fields", ()):
            yield "ui.sections", name


def _describe_field(name: str, schema: Mapping[str, Any], ui: Mapping[str, Any]) -> FieldDescription:
    """Join what the schema and the ui part say about one property."""
    part = schema["properties"][name]
    widget = str(ui.get("widgets", {}).get(name, ""))
    return FieldDescription(
        name=name,
        label=str(part.get("title", name)),
        kind=_kind(part, widget) or FieldKind.TEXT,
        required=name in schema.get("required", ()),
        widget=widget,
        help=str(ui.get("help", {}).get(name, part.get("description", ""))),
        autocomplete=str(ui.get("autocomplete", {}).get(name, "")),
        condition=str(ui.get("condition", {}).get(name, "")),
        prefill=str(ui.get("prefill", {}).get(name, "")),
        choices=_choices(part),
        max_length=part.get("maxLength"),
    )


def describe(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> FormDescription:
    """Compile a checked form to its description; fields that no section names come last."""
    ordered = [name for name in ui.get("order", ()) if name in schema["properties"]]
    ordered += [name for name in schema["properties"] if name not in ordered]
    fields = {name: _describe_field(name, schema, ui) for name in ordered}
    sections: list[SectionDescription] = []
    for section in ui.get("sections", ()):
        chosen = tuple(fields.pop(name) for name in section.get("fields", ()) if name in fields)
        sections.append(SectionDescription(title=str(section.get("title", "")), fields=chosen))
    if fields:
        sections.append(SectionDescription(title="", fields=tuple(fields.values())))
    return FormDescription(sections=tuple(sections))


def normalize(description: FormDescription, data: Mapping[str, Any]) -> dict[str, Any]:
    """Bring answers to one shape: text composed (NFC) and trimmed, numbers of people without separators,
    empty answers left out. Answers to questions that are not in the form stay, so that validation refuses them.
    """
    answers: dict[str, Any] = {}
    for name, value in data.items():
        shaped = value
        if isinstance(value, str):
            shaped = unicodedata.normalize("NFC", value).strip()
            field = description.by_name.get(name)
            if field is not None and field.kind in {FieldKind.PERSONAL_NUMBER, FieldKind.PHONE}:
                shaped = SEPARATORS.sub("", shaped)
        if shaped not in ("", None):
            answers[name] = shaped
    return answers


def iso_day(text: str) -> str | None:
    """Read a Vietnamese date ("23/11/2026", "23112026", "3-1-2026") as "2026-11-23"; None when it is none."""
    found = re.match(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$", text) or re.match(r"^(\d{2})(\d{2})(\d{4})$", text)
    if found is None:
        return text if re.match(r"^\d{4}-\d{2}-\d{2}$", text) else None
    day, month, year = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def shown_day(iso: str) -> str:
    """Write "2026-11-23" as "23/11/2026"; anything else stays as it is, so that the person can correct it."""
    found = re.match(r"^(\d{4})-(\d{2})-(\d{2})$", iso)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else iso
