"""Writing called processes into their caller, so that a case knows all its steps and keeps their versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from ..contracts import Problem
from .reading import find_process, own, walk
from .xml import BPMN, LT

REFERENCES = ("id", "sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "errorRef")
DECLARED = ("message", "signal", "error")
STEPS = re.compile(r"\bsteps\.(\w+)")
MOST_CALLS = 50

Called = tuple[str, int, Any]  # key, version, the root of its document


def _rename(element: Any, prefix: str) -> None:
    """Put the caller's name before every identifier, also where conditions read steps."""
    for each in element.iter(f"{{{BPMN}}}*"):
        for name in REFERENCES:
            if each.get(name):
                each.set(name, prefix + each.get(name).split(":")[-1])
        same = own(each, "assign")
        if same.startswith("same:"):
            each.set(f"{{{LT}}}assign", f"same:{prefix}{same.removeprefix('same:')}")
        if each.text and "steps." in each.text:
            each.text = STEPS.sub(rf"steps.{prefix}\1", each.text)


def _write_in(element: Any, called: Called, root: Any) -> None:
    """Turn one call into the sub-process it calls."""
    key, version, other = called
    other = deepcopy(other)
    prefix = f"{element.get('id')}__"
    _rename(other, prefix)
    for declared in (each for kind in DECLARED for each in other.findall(f"{{{BPMN}}}{kind}")):
        root.append(declared)
    element.tag = f"{{{BPMN}}}subProcess"
    element.attrib.pop("calledElement", None)
    element.set(f"{{{LT}}}called", f"{key}@{version}")
    for child in list(find_process(other)):
        if child.tag not in {f"{{{BPMN}}}laneSet", f"{{{BPMN}}}ioSpecification", f"{{{BPMN}}}property"}:
            element.append(child)


def expand_calls(root: Any, find: Callable[[str], Called | None]) -> tuple[Any, tuple[Problem, ...]]:
    """Return a copy of a document with every called process written into it, and the calls that call nothing.

    :param find: gives a stored process, its own calls written in already; None when there is none
    """
    whole = deepcopy(root)
    process = find_process(whole)
    if process is None:
        return whole, ()
    problems: list[Problem] = []
    calls = [element for element, kind, _scope in walk(process) if kind == "callActivity"]
    if len(calls) > MOST_CALLS:
        return whole, (Problem(process.get("id", ""), "too_many", str(MOST_CALLS)),)
    for element in calls:
        name = element.get("calledElement", "").split(":")[-1]
        found = find(name) if name else None
        if found is None:
            problems.append(Problem(element.get("id", "callActivity"), "no_process", name))
        else:
            _write_in(element, found, whole)
    return whole, tuple(problems)
