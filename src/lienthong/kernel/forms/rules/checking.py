"""Whether a form can be used: only what a field can ask, of a size that people and machines can bear.

Forms come from designers, from files and from packages; what is not on the list of keywords is refused, so that no
schema reaches out (`$ref`), combines without bound, or hides a rule that the page does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from ..contracts import FieldKind
from .description import ADDRESS_PROPERTIES, ADDRESS_REQUIRED, UI_KEYS, UI_TEXTS, choices_of, kind_of
from .places import Era

LONGEST_FORM = 300_000
DEEPEST = 12
MOST_FIELDS = 300
MOST_COLUMNS = 20
MOST_CHOICES = 1_000
MOST_ROWS = 500
LONGEST_NAME = 60
LONGEST_PATTERN = 200
KEYWORDS = frozenset(
    {
        *("type", "title", "description", "format", "oneOf", "enum", "const", "pattern", "minLength", "maxLength"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "items", "minItems", "maxItems"),
        *("uniqueItems", "properties", "required", "additionalProperties", "vnAddress"),
    }
)
WHOLE_KEYWORDS = frozenset(
    {"$schema", "title", "description", "type", "properties", "required", "additionalProperties"}
)
CHOICE_KEYWORDS = frozenset({"const", "title"})
ADDRESS_ERAS = frozenset({*(era.value for era in Era), "any"})
ONLY_ALONE = frozenset({FieldKind.ADDRESS, FieldKind.ATTACHMENT, FieldKind.GROUP, FieldKind.CHOICES})

Problem = tuple[str, str]


def depth_of(value: object, limit: int = DEEPEST) -> int:
    """Return how deep maps and lists nest, at most one more than the limit."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    if limit < 0:
        return 1
    return 1 + max((depth_of(item, limit - 1) for item in inner), default=0) if inner else 0


def find_problems(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what makes a form unusable, as (place, reason code); the first of a kind may stop the search."""
    if depth_of(schema) > DEEPEST or depth_of(ui) > DEEPEST:
        yield "schema", "too_deep"
        return
    if len(json.dumps([schema, ui])) > LONGEST_FORM:
        yield "schema", "too_large"
        return
    shape = list(_shape(schema, ui))
    if shape:
        yield from shape
        return
    yield from _object(schema, ui, place="schema", most=MOST_FIELDS, alone=True)
    parts = {name: part for name, part in schema["properties"].items() if isinstance(part, Mapping)}
    for name, part in parts.items():
        if kind_of(part, "") is FieldKind.GROUP:
            yield from _group(name, part, ui.get("groups", {}).get(name, {}))
    for name in ui.get("groups", {}):
        if not isinstance(parts.get(name, {}).get("items"), Mapping):
            yield f"ui.groups.{name}", "unknown_part"
    for place, name in _names_used(schema, ui):
        if name not in schema["properties"]:
            yield f"{place}.{name}", "unknown_field"


def _shape(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what keeps the rest from being read at all."""
    if schema.get("type") != "object" or not isinstance(schema.get("properties"), dict) or not schema["properties"]:
        yield "schema", "not_an_object"
        return
    yield from ((f"schema.{key}", "unknown_keyword") for key in sorted(set(schema) - WHOLE_KEYWORDS))
    yield from _ui_shape(ui, "ui", UI_KEYS)
    for index, section in enumerate(ui.get("sections", ()) if isinstance(ui.get("sections"), list) else ()):
        if not isinstance(section, dict) or not _is_names(section.get("fields", [])):
            yield f"ui.sections.{index}", "bad_shape"


def _ui_shape(ui: object, place: str, known: frozenset[str]) -> Iterator[Problem]:
    if not isinstance(ui, Mapping):
        yield place, "bad_shape"
        return
    yield from ((f"{place}.{key}", "unknown_part") for key in sorted(set(ui) - known))
    for key in UI_TEXTS:
        said = ui.get(key, {})
        if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()):
            yield f"{place}.{key}", "bad_shape"
    lists = {"order": _is_names(ui.get("order", [])), "sections": isinstance(ui.get("sections", []), list)}
    maps = {key: isinstance(ui.get(key, {}), dict) for key in ("replaces", "groups")}
    yield from ((f"{place}.{key}", "bad_shape") for key, good in (lists | maps).items() if not good)
    if maps["replaces"] and not all(_is_names(codes) for codes in ui.get("replaces", {}).values()):
        yield f"{place}.replaces", "bad_shape"


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _object(
    schema: Mapping[str, Any], ui: Mapping[str, Any], *, place: str, most: int, alone: bool
) -> Iterator[Problem]:
    """Check the properties of the form, or of a row of a group (`alone` is false: only simple fields)."""
    if not _is_names(schema.get("required", [])):
        yield f"{place}.required", "bad_shape"
    if len(schema["properties"]) > most:
        yield f"{place}.properties", "too_many_fields"
    widgets = ui.get("widgets", {})
    for name, part in schema["properties"].items():
        at = f"{place}.properties.{name}"
        if not name.isidentifier() or not name.isascii() or len(name) > LONGEST_NAME or name.startswith("_"):
            yield at, "bad_name"
        yield from ((at, reason) for reason in _property(part, str(widgets.get(name, "")), alone=alone))


def _property(part: object, widget: str, *, alone: bool) -> Iterator[str]:
    if not isinstance(part, Mapping):
        yield "no_field_for_type"
        return
    if set(part) - KEYWORDS:
        yield "unknown_keyword"
        return
    yield from _choices(part)
    if isinstance(part.get("items"), Mapping):
        yield from _choices(part["items"])
    if not _choices_readable(part):
        return
    kind = kind_of(part, widget)
    if kind is None or (not alone and kind in ONLY_ALONE):
        yield "no_field_for_type"
    elif kind is FieldKind.ADDRESS and not _is_address(part):
        yield "bad_address"
    elif kind is FieldKind.CHOICES and set(part["items"]) - {"type", "oneOf", "enum"}:
        yield "unknown_keyword"
    pattern = part.get("pattern", "")
    if isinstance(pattern, str) and len(pattern) > LONGEST_PATTERN:
        yield "pattern_too_long"
    most = part.get("maxItems")
    if isinstance(most, int) and most > MOST_ROWS:
        yield "too_many_rows"


def _choices_readable(part: Mapping[str, Any]) -> bool:
    return not any(chain(_choices(part), _choices(part["items"]) if isinstance(part.get("items"), Mapping) else ()))


def _choices(part: Mapping[str, Any]) -> Iterator[str]:
    options, plain = part.get("oneOf", []), part.get("enum", [])
    if not isinstance(options, list) or not isinstance(plain, list):
        yield "bad_choices"
        return
    good = all(
        isinstance(item, Mapping) and isinstance(item.get("const"), str) and not set(item) - CHOICE_KEYWORDS
        for item in options
    )
    if not good or not all(isinstance(item, str) for item in plain) or ("oneOf" in part and not options):
        yield "bad_choices"
        return
    codes = [code for code, _label in choices_of(part)]
    if len(codes) > MOST_CHOICES:
        yield "too_many_choices"
    if len(set(codes)) != len(codes) or "" in codes:
        yield "bad_choices"


def _is_address(part: Mapping[str, Any]) -> bool:
    return (
        part["vnAddress"] in ADDRESS_ERAS
        and part.get("properties") == ADDRESS_PROPERTIES
        and sorted(part.get("required", ())) in (sorted(ADDRESS_REQUIRED), sorted([*ADDRESS_REQUIRED, "detail"]))
        and part.get("additionalProperties") is False
    )


def _group(name: str, part: Mapping[str, Any], ui: object) -> Iterator[Problem]:
    items = part["items"]
    place = f"schema.properties.{name}.items"
    if not isinstance(items.get("properties"), dict) or not items["properties"]:
        yield place, "not_an_object"
        return
    yield from ((f"{place}.{key}", "unknown_keyword") for key in sorted(set(items) - WHOLE_KEYWORDS))
    shape = list(_ui_shape(ui, f"ui.groups.{name}", frozenset({"order", *UI_TEXTS}) - {"condition", "prefill"}))
    yield from shape
    if not shape and isinstance(ui, Mapping):
        yield from _object(items, ui, place=place, most=MOST_COLUMNS, alone=False)
        for key, column in _names_used(items, ui):
            if column not in items["properties"]:
                yield f"groups.{name}.{key}.{column}", "unknown_field"


def _names_used(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every mention of a field outside of the properties, with its place."""
    for name in schema.get("required", ()):
        yield "schema.required", name
    for key in (*UI_TEXTS, "replaces", "groups"):
        for name in ui.get(key, {}):
            yield f"ui.{key}", name
    for section in ui.get("sections", ()):
        for name in section.get("fields", ()):
            yield "ui.sections", name
