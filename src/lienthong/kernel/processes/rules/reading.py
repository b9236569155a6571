"""Reading a BPMN document into a model; whether it may be used is another matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .model import NODES, SUBS, TASKS, Event, EventKind, Flow, Model, Node, Step, TimerForm, parse_outcomes
from .xml import BPMN, LT, local_name

DEFINITIONS = {
    "timerEventDefinition": EventKind.TIMER,
    "messageEventDefinition": EventKind.MESSAGE,
    "signalEventDefinition": EventKind.SIGNAL,
    "errorEventDefinition": EventKind.ERROR,
    "terminateEventDefinition": EventKind.TERMINATE,
}
NAMED = {EventKind.MESSAGE: "message", EventKind.SIGNAL: "signal", EventKind.ERROR: "error"}
TIMERS = {"timeDuration": TimerForm.DURATION, "timeDate": TimerForm.DATE, "timeCycle": TimerForm.CYCLE}


def own(element: Any, name: str) -> str:
    """Return one of our attributes, empty when it is not set."""
    return str(element.get(f"{{{LT}}}{name}", "")).strip()


def find_process(root: Any) -> Any:
    """Return the first process element, or None."""
    return root.find(f"{{{BPMN}}}process")


def walk(scope: Any, inside: str = "") -> Iterator[tuple[Any, str, str]]:
    """Yield each BPMN element of a process and its sub-processes with its kind and its scope."""
    for element in scope:
        namespace, kind = local_name(element)
        if namespace != BPMN:
            continue
        yield element, kind, inside
        if kind == "subProcess":
            yield from walk(element, element.get("id", ""))


def _text(element: Any, name: str) -> str:
    found = element.find(f"{{{BPMN}}}{name}")
    return (found.text or "").strip() if found is not None else ""


def _names(root: Any) -> dict[tuple[str, str], str]:
    """Return the names of messages, signals and errors by kind and identifier."""
    return {
        (kind, element.get("id", "")): element.get("errorCode") or element.get("name") or element.get("id", "")
        for element in root
        for kind in [local_name(element)[1]]
        if kind in NAMED.values()
    }


def read_event(element: Any, names: dict[tuple[str, str], str]) -> Event | None:
    """Return what an event waits for or says; None for a plain one.

    A message or signal without a reference is known by the name of its element, as several tools write it.
    """
    for child in element:
        kind = DEFINITIONS.get(local_name(child)[1])
        if kind is EventKind.TIMER:
            for name, form in TIMERS.items():
                if text := _text(child, name):
                    return Event(kind, timer=text, form=form)
            return Event(kind)
        if kind in NAMED:
            reference = child.get(f"{NAMED[kind]}Ref", "").split(":")[-1]
            plain = "" if kind is EventKind.ERROR else element.get("name", "")
            return Event(kind, names.get((NAMED[kind], reference), plain), key=own(element, "key"))
        if kind is not None:
            return Event(kind)
    if local_name(element)[1] in {"sendTask", "receiveTask"}:
        reference = element.get("messageRef", "").split(":")[-1]
        name = names.get(("message", reference), element.get("name", ""))
        return Event(EventKind.MESSAGE, name, key=own(element, "key"))
    return None


def _several(element: Any) -> dict[str, Any]:
    """Return how a step asks several agencies; empty when it asks one."""
    loop = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if loop is None:
        return {}
    return {
        "each": own(element, "each") or _text(loop, "loopCardinality"),
        "sequential": loop.get("isSequential") == "true",
        "enough": _text(loop, "completionCondition"),
        "decide": own(element, "decide"),
    }


def _step(element: Any) -> Step:
    return Step(
        key=element.get("id", ""),
        name=element.get("name", "") or element.get("id", ""),
        role=own(element, "role"),
        place=own(element, "place"),
        limit=own(element, "limit"),
        outcomes=parse_outcomes(own(element, "outcomes")),
        form=own(element, "form"),
        assign=own(element, "assign"),
        instant=own(element, "instant") in {"true", "1"},
        unit=own(element, "unit"),
        silence=own(element, "silence"),
        **_several(element),
    )


def _flow(element: Any) -> Flow:
    return Flow(
        key=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=_text(element, "conditionExpression"),
    )


def _node(element: Any, kind: str, scope: str, names: dict[tuple[str, str], str]) -> Node:
    # A called process is written into its caller as a sub-process that remembers what it was.
    return Node(
        key=element.get("id", ""),
        kind=kind,
        name=element.get("name", ""),
        default=element.get("default", ""),
        scope=scope,
        event=None if kind in TASKS | SUBS else read_event(element, names),
        host=element.get("attachedToRef", ""),
        interrupting=element.get("cancelActivity", "true") != "false",
        service=own(element, "service"),
        decision=own(element, "decision"),
        result=own(element, "result"),
        called=element.get("calledElement", "").split(":")[-1] or own(element, "called"),
        outcomes=parse_outcomes(own(element, "outcomes")),
        skip=own(element, "skip"),
    )


def read_model(root: Any) -> Model:
    """Read what we understand of a BPMN document; checking it is another matter."""
    process = find_process(root)
    names = _names(root)
    nodes: dict[str, Node] = {}
    steps: dict[str, Step] = {}
    flows: list[Flow] = []
    for element, kind, scope in walk(process):
        if kind == "sequenceFlow":
            flows.append(_flow(element))
        elif kind in NODES:
            key = element.get("id", "")
            nodes[key] = _node(element, kind, scope, names)
            if kind in TASKS:
                steps[key] = _step(element)
    return Model(key=process.get("id", ""), nodes=nodes, flows=tuple(flows), steps=steps)
