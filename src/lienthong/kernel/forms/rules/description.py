"""Between JSON Schema plus `ui` and a description: read both ways, so that a designer changes the second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..contracts import FieldDescription, FieldKind, FormDescription, SectionDescription

FORMAT_KINDS = {
    "date": FieldKind.DATE,
    "email": FieldKind.EMAIL,
    "phone": FieldKind.PHONE,
    "personal-number": FieldKind.PERSONAL_NUMBER,
    "business-code": FieldKind.BUSINESS_CODE,
    "attachment": FieldKind.ATTACHMENT,
}
KIND_FORMATS = {kind: name for name, kind in FORMAT_KINDS.items()}
WIDGET_KINDS = {("string", "textarea"): FieldKind.TEXTAREA, ("integer", "money"): FieldKind.MONEY}
TYPE_KINDS = {
    "boolean": FieldKind.CHECKBOX,
    "integer": FieldKind.INTEGER,
    "number": FieldKind.NUMBER,
    "string": FieldKind.TEXT,
}
KIND_TYPES = {kind: name for name, kind in TYPE_KINDS.items()} | {FieldKind.MONEY: "integer"}
LIMITS = (
    *("minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "minItems", "maxItems", "const", "vnAddress"),
)
UI_TEXTS = ("widgets", "help", "autocomplete", "condition", "prefill", "compute")
UI_KEYS = frozenset({"order", "sections", "replaces", "groups", *UI_TEXTS})
ADDRESS_PROPERTIES: dict[str, Any] = {
    "era": {"type": "string", "enum": ["two-tier", "three-tier"]},
    "province": {"type": "string", "pattern": "^[0-9]{2}$"},
    "commune": {"type": "string", "pattern": "^[0-9]{5}$"},
    "detail": {"type": "string", "maxLength": 200},
}
ADDRESS_REQUIRED = ["era", "province", "commune"]


def choices_of(part: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the choices of a property: `oneOf` with titles, or a plain `enum`."""
    if "oneOf" in part:
        return tuple((str(item["const"]), str(item.get("title", item["const"]))) for item in part["oneOf"])
    return tuple((str(item), str(item)) for item in part.get("enum", ()))


def kind_of(part: Mapping[str, Any], widget: str) -> FieldKind | None:
    """Return how a property is asked, or None when no field can ask it."""
    items = part.get("items")
    if part.get("type") == "array" and isinstance(items, Mapping):
        if items.get("type") == "object":
            return FieldKind.GROUP
        return FieldKind.CHOICES if items.get("type") == "string" and choices_of(items) else None
    if part.get("type") == "object":
        return FieldKind.ADDRESS if "vnAddress" in part else None
    if "oneOf" in part or "enum" in part:
        return FieldKind.CHOICE if part.get("type", "string") == "string" else None
    name = str(part.get("type"))
    if name == "string" and part.get("format") in FORMAT_KINDS:
        return FORMAT_KINDS[part["format"]]
    return WIDGET_KINDS.get((name, widget)) or TYPE_KINDS.get(name)


def _describe_field(name: str, schema: Mapping[str, Any], ui: Mapping[str, Any]) -> FieldDescription:
    """Join what the schema and the ui part say about one property."""
    part = schema["properties"][name]
    said = {key: str(ui.get(key, {}).get(name, "")) for key in UI_TEXTS}
    kind = kind_of(part, said["widgets"]) or FieldKind.TEXT
    items = part.get("items", {})
    return FieldDescription(
        name=name,
        label=str(part.get("title", name)),
        kind=kind,
        required=name in schema.get("required", ()),
        widget=said["widgets"],
        help=said["help"] or str(part.get("description", "")),
        autocomplete=said["autocomplete"],
        condition=said["condition"],
        prefill=said["prefill"],
        choices=choices_of(items if kind is FieldKind.CHOICES else part),
        max_length=part.get("maxLength"),
        compute=said["compute"],
        replaces=tuple(ui.get("replaces", {}).get(name, ())),
        columns=_fields(items, ui.get("groups", {}).get(name, {})) if kind is FieldKind.GROUP else (),
        limits={key: part[key] for key in LIMITS if key in part},
    )


def _fields(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> tuple[FieldDescription, ...]:
    properties = schema["properties"]
    ordered = [name for name in ui.get("order", ()) if name in properties]
    ordered += [name for name in properties if name not in ordered]
    return tuple(_describe_field(name, schema, ui) for name in ordered)


def describe(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> FormDescription:
    """Compile a checked form to its description; fields that no section names come last."""
    fields = {item.name: item for item in _fields(schema, ui)}
    sections: list[SectionDescription] = []
    for section in ui.get("sections", ()):
        chosen = tuple(fields.pop(name) for name in section.get("fields", ()) if name in fields)
        title, text = str(section.get("title", "")), str(section.get("help", ""))
        sections.append(SectionDescription(title=title, fields=chosen, help=text))
    if fields:
        sections.append(SectionDescription(title="", fields=tuple(fields.values())))
    return FormDescription(sections=tuple(sections))


def _write_property(item: FieldDescription) -> dict[str, Any]:
    options = [{"const": code, "title": label} for code, label in item.choices]
    part: dict[str, Any] = {"title": item.label}
    if item.kind is FieldKind.GROUP:
        part |= {"type": "array", "items": _write_object(item.columns)}
    elif item.kind is FieldKind.ADDRESS:
        part |= {"type": "object", "properties": ADDRESS_PROPERTIES, "required": ADDRESS_REQUIRED}
        part |= {"additionalProperties": False, "vnAddress": "two-tier"}
    elif item.kind is FieldKind.CHOICES:
        part |= {"type": "array", "items": {"type": "string", "oneOf": options}, "uniqueItems": True}
    elif item.kind is FieldKind.CHOICE:
        part |= {"type": "string", "oneOf": options}
    else:
        part["type"] = KIND_TYPES.get(item.kind, "string")
        if item.kind in KIND_FORMATS:
            part["format"] = KIND_FORMATS[item.kind]
    return part | dict(item.limits)


def _write_object(fields: Iterable[FieldDescription]) -> dict[str, Any]:
    asked = tuple(fields)
    return {
        "type": "object",
        "properties": {item.name: _write_property(item) for item in asked},
        "required": [item.name for item in asked if item.required],
        "additionalProperties": False,
    }


def _write_ui(fields: Iterable[FieldDescription]) -> dict[str, Any]:
    asked = tuple(fields)
    ui: dict[str, Any] = {"order": [item.name for item in asked]}
    for key in UI_TEXTS:
        attribute = "widget" if key == "widgets" else key
        said = {item.name: getattr(item, attribute) for item in asked if getattr(item, attribute)}
        if said:
            ui[key] = said
    return ui


def write(description: FormDescription) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a description as JSON Schema and ui part; describing these again gives the same description."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_write_object(description.fields)}
    ui = _write_ui(description.fields)
    ui["sections"] = [
        {"title": section.title, "fields": [item.name for item in section.fields]}
        | ({"help": section.help} if section.help else {})
        for section in description.sections
    ]
    replaces = {item.name: list(item.replaces) for item in description.fields if item.replaces}
    groups = {item.name: _write_ui(item.columns) for item in description.fields if item.columns}
    return schema, ui | ({"replaces": replaces} if replaces else {}) | ({"groups": groups} if groups else {})
