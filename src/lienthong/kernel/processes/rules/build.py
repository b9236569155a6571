"""From a checked document to what is stored with a definition, and from that to what runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..contracts import Problem
from .check import Known, find_problems
from .check_elements import find_unsupported
from .decision import Table, decide
from .engine import EngineRefused, Program, parse_spec, restore_program
from .engine_xml import engine_document
from .expand import Called, expand_calls
from .model import EventKind, Model
from .reading import read_model
from .xml import read_xml, write_xml

SAYS = frozenset({EventKind.MESSAGE, EventKind.SIGNAL})
THROWS = frozenset({"intermediateThrowEvent", "sendTask", "endEvent"})


@dataclass(frozen=True)
class Surroundings:
    """What a model may refer to: registered services, stored decisions and stored processes."""

    services: frozenset[str] = frozenset()
    decisions: Mapping[str, Table] = field(default_factory=dict)
    find_process: Callable[[str], Called | None] = lambda _key: None


def thrown_by(model: Model) -> frozenset[str]:
    """Return the elements that say a message or a signal."""
    return frozenset(
        key
        for key, node in model.nodes.items()
        if node.kind in THROWS and node.event is not None and node.event.kind in SAYS
    )


def _program(model: Model, spec: dict[str, Any], tables: Mapping[str, Any]) -> Program:
    decisions = {
        key: partial(decide, Table.of(tables[key]), result=node.result)
        for key, node in model.nodes.items()
        if node.kind == "businessRuleTask" and key in tables
    }
    return restore_program(spec, throws=thrown_by(model), decisions=decisions)


def build(
    root: Any, *, total_limit: str, around: Surroundings
) -> tuple[Model | None, dict[str, Any], tuple[Problem, ...]]:
    """Return the model of a document with what is stored beside it, or every problem it has.

    Called processes and decisions are kept as they are now: a running case stays on what it began with.
    """
    unsupported = tuple(find_unsupported(root))
    if unsupported:
        return None, {}, unsupported
    whole, unknown = expand_calls(root, around.find_process)
    known = Known(around.services, frozenset(around.decisions))
    problems = find_problems(whole, total_limit=total_limit, known=known)
    if unknown or problems:
        return None, {}, problems or unknown
    model = read_model(whole)
    try:
        stored = parse_spec(engine_document(model))
    except EngineRefused as refusal:
        return None, {}, (Problem("xml", "engine", str(refusal)),)
    used = {key: node.decision for key, node in model.nodes.items() if node.kind == "businessRuleTask"}
    stored["decisions"] = {key: around.decisions[name].plain() for key, name in used.items()}
    if any(node.called for node in model.nodes.values()):
        stored["whole"] = write_xml(whole)
    return model, stored, ()


def read_stored(xml: str, stored: dict[str, Any]) -> tuple[Model, Program]:
    """Return the model and the program of a stored definition."""
    model = read_model(read_xml(stored.get("whole") or xml))
    return model, _program(model, stored, stored.get("decisions", {}))
