"""The declared data of a paper: what it needs, and what is missing in data at hand, named in words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from json import dumps, loads
from typing import Any

import jsonschema_rs

from .contracts import Need

Schema = Mapping[str, Any]
_DEEPEST = 6


def find_lacks(schema: Schema, values: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return for each value that is missing or wrong its path, its name in words, and what is the matter.

    The matter is `missing`, or the keyword of JSON Schema that does not hold.
    """
    found: dict[str, tuple[str, str, str]] = {}
    for error in _validator(dumps(schema, sort_keys=True)).iter_errors(values):
        place = [str(part) for part in error.instance_path]
        missing = error.kind.name == "required"
        if missing:
            place.append(str(error.kind.as_dict()["property"]))
        path = ".".join(place)
        # An empty text where one must stand is missing as well.
        matter = "missing" if missing or error.kind.name == "minLength" else error.kind.name
        found.setdefault(path, (path, _named(schema, place), matter))
    return tuple(found.values())


def check_schema(schema: Schema) -> str:
    """Return what is wrong with a schema itself, empty when it can be used."""
    try:
        jsonschema_rs.Draft202012Validator(dict(schema))
    except (jsonschema_rs.ValidationError, ValueError) as error:
        return str(error).splitlines()[0]
    return ""


def list_needs(schema: Schema) -> tuple[Need, ...]:
    """Return every value a paper may use, by path; items of a list are marked by `[]`."""
    return tuple(_needs(schema, schema, "", required=True, depth=0))


def _needs(root: Schema, part: Schema, path: str, *, required: bool, depth: int) -> Iterator[Need]:
    part = _resolved(root, part)
    if path:
        yield Need(path, str(part.get("title", path.rsplit(".", 1)[-1])), required, str(part.get("type", "")))
    if depth >= _DEEPEST:
        return
    must = set(part.get("required", ()))
    for name, each in part.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield from _needs(root, each, below, required=required and name in must, depth=depth + 1)
    if isinstance(items := part.get("items"), Mapping):
        for each in _needs(root, items, f"{path}[]", required=required, depth=depth + 1):
            if each.path != f"{path}[]":
                yield each


def _resolved(root: Schema, part: Schema) -> Schema:
    reference = str(part.get("$ref", ""))
    if not reference.startswith("#/$defs/"):
        return part
    target = root.get("$defs", {}).get(reference.removeprefix("#/$defs/"), {})
    return {**target, **{name: value for name, value in part.items() if name != "$ref"}}


def _named(schema: Schema, place: Sequence[str]) -> str:
    """Return the words for a place, from the outside in: “Người nộp: Họ và tên”, “Giấy tờ 2: Tên”."""
    words: list[str] = []
    part = _resolved(schema, schema)
    for step in place:
        if step.isdigit() and "items" in part:
            part = _resolved(schema, part["items"])
            words[-1:] = [f"{words[-1]} {int(step) + 1}"] if words else [step]
            continue
        part = _resolved(schema, part.get("properties", {}).get(step, {}))
        words.append(str(part.get("title", step)))
    return ": ".join(words)


@lru_cache(maxsize=256)
def _validator(text: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(loads(text))
