"""The document that the engine reads: written anew from what we have checked, nothing of the author's passes by.

Everything that waits (for a person, a clock, a message, a service) is a manual task to the engine; the program
around it says when the wait is over. Only borders, errors and the end of everything are events of the engine.
"""

from __future__ import annotations

from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from .model import SUBS, TASKS, EventKind, Model, Node
from .xml import BPMN, new_element

WAITS = frozenset({"intermediateCatchEvent", "receiveTask", "serviceTask"})
PASSES = frozenset({"intermediateThrowEvent", "sendTask", "businessRuleTask"})
PREFIX = "lt_"


def _name_events(root: Any, model: Model) -> None:
    """Write the signals and errors that events refer to."""
    for node in model.nodes.values():
        if node.kind == "boundaryEvent" and node.event is not None and node.event.kind is not EventKind.ERROR:
            new_element(root, BPMN, "signal", id=f"{PREFIX}signal_{node.key}", name=node.key)
    errors = {n.event.name for n in model.nodes.values() if n.event is not None and n.event.kind is EventKind.ERROR}
    for index, name in enumerate(sorted(errors)):
        new_element(root, BPMN, "error", id=f"{PREFIX}error_{index}", name=name, errorCode=name)


def _error_ref(model: Model, name: str) -> str:
    errors = {n.event.name for n in model.nodes.values() if n.event is not None and n.event.kind is EventKind.ERROR}
    return f"{PREFIX}error_{sorted(errors).index(name)}"


def _flow(scope: Any, key: str, source: str, target: str, condition: str = "") -> None:
    flow = new_element(scope, BPMN, "sequenceFlow", id=key, sourceRef=source, targetRef=target)
    if condition:
        new_element(flow, BPMN, "conditionExpression").text = condition


def _event_gateway(scope: Any, model: Model, node: Node) -> None:
    """Write a wait with a choice behind it: the event that came first says which way is taken."""
    new_element(scope, BPMN, "manualTask", id=node.key)
    ways = model.outgoing[node.key]
    choice = f"{PREFIX}by_{node.key}"
    new_element(scope, BPMN, "exclusiveGateway", id=choice, default=ways[0].key)
    _flow(scope, f"{PREFIX}to_{node.key}", node.key, choice)
    for way in ways:
        _flow(scope, way.key, choice, way.target, "" if way is ways[0] else f"fired == '{way.target}'")


def _end(scope: Any, model: Model, node: Node) -> None:
    end = new_element(scope, BPMN, "endEvent", id=node.key)
    if node.event is not None and node.event.kind is EventKind.TERMINATE:
        new_element(end, BPMN, "terminateEventDefinition")
    elif node.event is not None and node.event.kind is EventKind.ERROR:
        new_element(end, BPMN, "errorEventDefinition", errorRef=_error_ref(model, node.event.name))


def _boundary(scope: Any, model: Model, node: Node) -> None:
    stops = "true" if node.interrupting else "false"
    event = new_element(scope, BPMN, "boundaryEvent", id=node.key, attachedToRef=node.host, cancelActivity=stops)
    if node.event is not None and node.event.kind is EventKind.ERROR:
        new_element(event, BPMN, "errorEventDefinition", errorRef=_error_ref(model, node.event.name))
    else:
        new_element(event, BPMN, "signalEventDefinition", signalRef=f"{PREFIX}signal_{node.key}")


def _behind_event_gateway(model: Model, node: Node) -> bool:
    return any(model.nodes[flow.source].kind == "eventBasedGateway" for flow in model.incoming[node.key])


def _write_node(scope: Any, model: Model, node: Node) -> None:
    """Write one element as the engine should see it."""
    if node.kind == "eventBasedGateway":
        _event_gateway(scope, model, node)
    elif node.kind == "endEvent":
        _end(scope, model, node)
    elif node.kind == "boundaryEvent":
        _boundary(scope, model, node)
    elif node.kind in SUBS:
        _write_scope(new_element(scope, BPMN, "subProcess", id=node.key), model, node.key)
    elif node.kind in TASKS:
        new_element(scope, BPMN, "userTask", id=node.key)
    elif node.kind in WAITS and not _behind_event_gateway(model, node):
        new_element(scope, BPMN, "manualTask", id=node.key)
    elif node.kind in PASSES | WAITS:
        new_element(scope, BPMN, "intermediateThrowEvent", id=node.key)
    else:
        element = new_element(scope, BPMN, node.kind, id=node.key)
        if node.default:
            element.set("default", node.default)


def _write_scope(scope: Any, model: Model, inside: str) -> None:
    for node in model.nodes.values():
        if node.scope == inside:
            _write_node(scope, model, node)
    for flow in model.flows:
        source = model.nodes[flow.source]
        if source.scope == inside and source.kind != "eventBasedGateway":
            _flow(scope, flow.key, flow.source, flow.target, flow.condition)


def engine_document(model: Model) -> Any:
    """Return the root of the document that the engine parses."""
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap={None: BPMN})
    _name_events(root, model)
    process = new_element(root, BPMN, "process", id=f"{PREFIX}process", isExecutable="true")
    _write_scope(process, model, "")
    return root
