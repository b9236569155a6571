"""What differs between two versions of a package, part by part."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..contracts import PartChange

LONGEST = 300
# Which part of a package a branch of `package.json` belongs to; what is not named is a setting.
_BRANCHES = {"cases": "cases", "result": "result", "process": "process", "form": "form"}
_WHOLE = {
    "legal.json": "legal", "form.json": "form", "scenarios.json": "scenarios", "translations.json": "translations",
}  # fmt: skip
_ELEMENT = re.compile(r"<(?!/|\?|!)([\w:]+)((?:\s+[\w:]+\s*=\s*\"[^\"]*\")*)\s*/?>([^<]*)")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*\"([^\"]*)\"")
_LABELS = ("code", "id", "name", "title", "label")


def compare_packages(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[PartChange, ...]:
    """Return what came, went or changed from one package to another, in the order of the parts."""
    found: list[PartChange] = []
    for name in ("legal.json", "package.json", "process.bpmn", "form.json", "result.typ", "scenarios.json",
                 "translations.json"):  # fmt: skip
        old, new = before.get(name, b""), after.get(name, b"")
        if old == new:
            continue
        if name == "result.typ":
            found.append(PartChange("template", name, _lines(old), _lines(new)))
        elif name == "process.bpmn":
            found += _changes(name, _elements(old.decode()), _elements(new.decode()))
        else:
            found += _changes(name, dict(_leaves(_load(old))), dict(_leaves(_load(new))))
    return tuple(found)


def _changes(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[PartChange]:
    for place in dict.fromkeys((*old, *new)):
        was, now = old.get(place, ""), new.get(place, "")
        if was != now:
            yield PartChange(_part(name, place), place, was[:LONGEST], now[:LONGEST])


def _part(name: str, place: str) -> str:
    if name == "package.json":
        steps = place.split(" › ")
        if steps[0] == "cases":
            return next((part for part in ("papers", "fees", "limits") if part in steps[2:3]), "cases")
        return _BRANCHES.get(steps[0], "settings")
    return _WHOLE.get(name, "process")


def _load(data: bytes) -> Any:
    return json.loads(data) if data else {}


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Walk over every value with its place; entries of lists go by their code or name, not by their order."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from _leaves(each, f"{place} › {key}" if place else str(key))
    elif isinstance(value, list) and value:
        for order, each in enumerate(value, start=1):
            label = next((str(each[key]) for key in _LABELS if key in each), "") if isinstance(each, dict) else ""
            yield from _leaves(each, f"{place} › {label or order}" if place else str(label or order))
    else:
        yield place, _worded(value)


def _worded(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _elements(text: str) -> dict[str, str]:
    """Return the attributes of every named element of a process; where shapes are drawn is left out."""
    found: dict[str, str] = {}
    last = ""
    for tag, attributes, inner in _ELEMENT.findall(text):
        if ":" in tag:
            continue
        given = dict(_ATTRIBUTE.findall(attributes))
        last = given.get("id", last) if tag != "conditionExpression" else last
        for name, value in given.items():
            if name != "id" and not name.startswith(("xmlns", "xsi:")):
                found[f"{tag} {last} › {name}"] = value
        if inner.strip():
            found[f"{tag} {last}"] = inner.strip()
    return found


def steps_of(process: str) -> list[tuple[str, str, str, str]]:
    """Return key, name, role and time limit of each step of a process that people do, in the order of the file."""
    found = []
    for tag, attributes, _inner in _ELEMENT.findall(process):
        if tag in {"userTask", "manualTask"}:
            given = dict(_ATTRIBUTE.findall(attributes))
            found.append(
                (given.get("id", ""), given.get("name", ""), given.get("lt:role", ""), given.get("lt:limit", ""))
            )
    return found


def outcomes_of(process: str) -> dict[str, str]:
    """Return what the outcomes of the steps of a process are called, by code."""
    found: dict[str, str] = {}
    for listed in re.findall(r'lt:outcomes="([^"]*)"', process):
        found |= dict(each.split(":", 1) for each in listed.split(",") if ":" in each)
    return found


def _lines(data: bytes) -> str:
    text = data.decode()
    return f"{len(text.splitlines())}: {text[:LONGEST]}" if text else ""
