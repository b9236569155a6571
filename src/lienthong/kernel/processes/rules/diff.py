"""What differs between two versions of a process, step by step."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from .model import Flow, Model, Node, Step


@dataclass(frozen=True)
class Difference:
    """One change: the element, what kind of change, and for a changed value what it was and is."""

    element: str
    kind: str
    field: str = ""
    before: str = ""
    after: str = ""


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{each.code}: {each.label}" for each in value)
    return str(value)


def _fields(key: str, before: Step | Node | Flow, after: Step | Node | Flow) -> list[Difference]:
    found = []
    for each in fields(before):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if old != new:
            found.append(Difference(key, "changed", each.name, _text(old), _text(new)))
    return found


def differences(before: Model, after: Model) -> tuple[Difference, ...]:
    """Return elements that came, went or changed, in the order of the newer version."""
    found: list[Difference] = []
    kinds: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({**before.nodes, **before.steps}, {**after.nodes, **after.steps}),
        ({flow.key: flow for flow in before.flows}, {flow.key: flow for flow in after.flows}),
    )
    for old, new in kinds:
        found += [
            Difference(key, "added", after=getattr(one, "name", "")) for key, one in new.items() if key not in old
        ]
        found += [
            Difference(key, "removed", before=getattr(one, "name", "")) for key, one in old.items() if key not in new
        ]
        for key, one in new.items():
            if key in old and type(old[key]) is type(one):
                found += _fields(key, old[key], one)
    return tuple(found)
