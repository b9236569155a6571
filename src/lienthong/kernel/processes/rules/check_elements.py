"""Which elements we run; every other one is refused by its name, never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..contracts import Problem
from .model import NODES, TASKS
from .reading import DEFINITIONS
from .xml import BPMN, LT, local_name

KEY = re.compile(r"^[A-Za-z_][A-Za-z0-9_.\-]{0,79}$")
ENGINE_NAMES = frozenset({"Start", "End", "Root"})
RESERVED = "lt_"
MOST_ELEMENTS = 2_000
DEEPEST = 8
# Declarations and drawings: they run nothing by themselves; what refers to them is checked where it stands.
AROUND = frozenset(
    {"process", "collaboration", "message", "signal", "error", "escalation", "itemDefinition", "category", "dataStore"}
    | {"resource", "partnerEntity", "partnerRole"}
)
BESIDES = frozenset(
    {"documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", "dataObject"}
    | {"dataObjectReference", "dataStoreReference"}
)
INSIDE = frozenset({"documentation", "extensionElements", "incoming", "outgoing", "property"})
DATA = frozenset({"dataInputAssociation", "dataOutputAssociation", "ioSpecification"})
LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
COMPUTES = frozenset({"assignment", "transformation"})
# What other tools let a model run: Camunda 7 and 8, Activiti, Flowable.
VENDOR_CODE = frozenset(
    {"executionListener", "taskListener", "executionListeners", "taskListeners", "script", "connector", "inputOutput"}
    | {"ioMapping", "field", "failedJobRetryTimeCycle", "in", "out"}
)
ATTRIBUTES = {
    "step": frozenset(
        {"role", "place", "limit", "form", "outcomes", "assign", "instant", "unit", "silence", "each", "decide"}
    ),
    "serviceTask": frozenset({"service", "outcomes", "skip"}),
    "businessRuleTask": frozenset({"decision", "result"}),
    "callActivity": frozenset(),
    "subProcess": frozenset({"called"}),
    "event": frozenset({"key"}),
}
STARTS: frozenset[str] = frozenset()
THROWS = frozenset({"messageEventDefinition", "signalEventDefinition"})
ENDS = THROWS | {"errorEventDefinition", "terminateEventDefinition"}
CAUGHT = frozenset({"timerEventDefinition", "messageEventDefinition", "signalEventDefinition"})
EVENT_DEFINITIONS = {
    "startEvent": STARTS,
    "endEvent": ENDS,
    "intermediateThrowEvent": THROWS,
    "intermediateCatchEvent": CAUGHT,
    "boundaryEvent": CAUGHT | {"errorEventDefinition"},
}
CHILDREN = {
    "sequenceFlow": frozenset({"conditionExpression"}),
    "loop": frozenset({"loopCardinality", "completionCondition", "extensionElements", "documentation"}),
}


def find_unsupported(root: Any) -> Iterator[Problem]:
    """Yield every element that we do not run: scripts, complex gateways, transactions, loops and all the rest."""
    if local_name(root) != (BPMN, "definitions"):
        yield Problem("xml", "not_bpmn")
        return
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        yield Problem("xml", "one_process", ", ".join(each.get("id", "?") for each in processes) or "0")
        return
    if processes[0].get("isExecutable") != "true":
        yield Problem(processes[0].get("id", "process"), "not_executable")
    for element in root:
        namespace, kind = local_name(element)
        if namespace == BPMN and kind not in AROUND:
            yield Problem(element.get("id", kind), "unsupported", kind)
    if sum(1 for _each in processes[0].iter(f"{{{BPMN}}}*")) > MOST_ELEMENTS * 4:
        yield Problem(processes[0].get("id", "process"), "too_many", str(MOST_ELEMENTS))
        return
    yield from _in_scope(processes[0], set(), 0)


def _in_scope(scope: Any, seen: set[str], depth: int) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield Problem(scope.get("id", "subProcess"), "too_deep", str(DEEPEST))
        return
    if depth == 0:
        yield from _vendor(scope)
    for element in scope:
        namespace, kind = local_name(element)
        # What stands inside a sub-process as well as around it was looked at with the sub-process itself.
        if namespace != BPMN or kind in BESIDES | INSIDE | DATA | LOOPS:
            continue
        yield from _element(element, kind, seen)
        if kind == "subProcess":
            yield from _in_scope(element, seen, depth + 1)


def _element(element: Any, kind: str, seen: set[str]) -> Iterator[Problem]:
    """Yield what we do not run in one element of the process."""
    key = element.get("id", "")
    if kind not in NODES | {"sequenceFlow"}:
        yield Problem(key or kind, "unsupported", kind)
        return
    if not KEY.match(key) or key in ENGINE_NAMES or key.startswith(RESERVED):
        yield Problem(key or kind, "bad_id")
    if key in seen:
        yield Problem(key, "same_id")
    seen.add(key)
    yield from _vendor(element)
    yield from _own_attributes(element, kind)
    for child in element:
        yield from _child(element, kind, child)
    yield from _flags(element, kind)


def _child(element: Any, kind: str, child: Any) -> Iterator[Problem]:
    key = element.get("id", "")
    namespace, name = local_name(child)
    if namespace != BPMN or name in INSIDE or name in CHILDREN.get(kind, ()):
        return
    if name in DATA:
        computed = next((local_name(each)[1] for each in child.iter() if local_name(each)[1] in COMPUTES), "")
        if computed:
            yield Problem(key, "unsupported", computed)
    elif name == "multiInstanceLoopCharacteristics" and kind in TASKS:
        for part in child:
            if local_name(part)[0] == BPMN and local_name(part)[1] not in CHILDREN["loop"]:
                yield Problem(key, "unsupported", local_name(part)[1])
    elif kind in EVENT_DEFINITIONS and name in EVENT_DEFINITIONS[kind]:
        if sum(1 for each in element if local_name(each)[1] in DEFINITIONS) > 1:
            yield Problem(key, "unsupported", "multipleEventDefinition")
    elif kind != "subProcess" or name in LOOPS:
        # Other children of a sub-process are looked at as elements of their own.
        yield Problem(key, "unsupported", f"{kind}: {name}" if kind in EVENT_DEFINITIONS else name)


def _flags(element: Any, kind: str) -> Iterator[Problem]:
    """Yield attributes that ask for behaviour which we do not offer."""
    key = element.get("id", "")
    if kind == "subProcess" and element.get("triggeredByEvent") == "true":
        yield Problem(key, "unsupported", "eventSubProcess")
    if kind in {"eventBasedGateway", "receiveTask"} and element.get("instantiate") == "true":
        yield Problem(key, "unsupported", "instantiate")
    if kind == "eventBasedGateway" and element.get("eventGatewayType", "Exclusive") != "Exclusive":
        yield Problem(key, "unsupported", "eventGatewayType")
    if element.get("isForCompensation") == "true":
        yield Problem(key, "unsupported", "isForCompensation")
    for name in ("completionQuantity", "startQuantity"):
        if element.get(name, "1") != "1":
            yield Problem(key, "unsupported", name)


def _own_attributes(element: Any, kind: str) -> Iterator[Problem]:
    allowed = ATTRIBUTES.get("step" if kind in TASKS else kind, frozenset())
    if kind in EVENT_DEFINITIONS or kind in {"sendTask", "receiveTask"}:
        allowed = ATTRIBUTES["event"]
    for name in element.attrib:
        if name.startswith(f"{{{LT}}}") and name.split("}")[1] not in allowed:
            yield Problem(element.get("id", kind), "unknown_attribute", name.split("}")[1])


def _vendor(element: Any) -> Iterator[Problem]:
    """Yield code that another tool would run here; its other data stay in the file and mean nothing to us."""
    extra = element.find(f"{{{BPMN}}}extensionElements")
    kind = local_name(element)[1]
    names = sorted({local_name(each)[1] for each in extra.iter()} & VENDOR_CODE) if extra is not None else []
    for name in names:
        yield Problem(element.get("id", kind), "vendor_code", name)
