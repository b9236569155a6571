"""What must hold of a model before cases may run on it; each problem names its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import check_expression

from .contracts import CANCELLED, RETURNED, Problem
from .rules_limits import limit_minutes, longest_path_minutes, parse_limit
from .rules_model import GATEWAYS, NODES, TASKS, Model, find_process, read_model
from .rules_xml import BPMN, LT, local_name

PLACES = frozenset({"reception", "competent", "lead", "participating"})
VARIABLES = frozenset({"outcome", "steps", "data"})
CODE = re.compile(r"^[a-z][a-z0-9_\-]{0,39}$")
KEY = re.compile(r"^[A-Za-z_][A-Za-z0-9_.\-]{0,79}$")
ENGINE_NAMES = frozenset({"Start", "End", "Root"})
COMPARED = re.compile(r"""outcome\s*[!=]=\s*["']([^"']*)["']""")
DESCRIPTION = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
BESIDES = frozenset({"documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group"})
AROUND = frozenset({"process", "collaboration"})
ATTRIBUTES = frozenset({"role", "place", "limit", "form", "outcomes", "assign", "instant"})


def find_unsupported(root: Any) -> Iterator[Problem]:
    """Yield every element that we do not run: scripts, timers, messages, calls, loops and all the rest."""
    if local_name(root) != (BPMN, "definitions"):
        yield Problem("xml", "not_bpmn")
        return
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        yield Problem("xml", "one_process", str(len(processes)))
        return
    if processes[0].get("isExecutable") != "true":
        yield Problem(processes[0].get("id", "process"), "not_executable")
    for element in root:
        namespace, kind = local_name(element)
        if namespace == BPMN and kind not in AROUND:
            yield Problem(element.get("id", kind), "unsupported", kind)
    seen: set[str] = set()
    for element in processes[0]:
        yield from _unsupported_inside(element, seen)


def _unsupported_inside(element: Any, seen: set[str]) -> Iterator[Problem]:
    """Yield what we do not run in one element of the process."""
    namespace, kind = local_name(element)
    key = element.get("id", "")
    if namespace != BPMN or kind in BESIDES:
        return
    if kind not in NODES | {"sequenceFlow"}:
        yield Problem(key or kind, "unsupported", kind)
        return
    if not KEY.match(key) or key in ENGINE_NAMES:
        yield Problem(key or kind, "bad_id")
    if key in seen:
        yield Problem(key, "same_id")
    seen.add(key)
    allowed = DESCRIPTION | ({"conditionExpression"} if kind == "sequenceFlow" else set())
    for child in element:
        child_namespace, child_kind = local_name(child)
        if child_namespace == BPMN and child_kind not in allowed:
            yield Problem(key, "unsupported", child_kind)
    for name in element.attrib:
        if name.startswith(f"{{{LT}}}") and (kind not in TASKS or name.split("}")[1] not in ATTRIBUTES):
            yield Problem(key, "unknown_attribute", name.split("}")[1])


def find_shape_problems(model: Model) -> Iterator[Problem]:
    """Yield dead ends, loose arrows and unreachable elements."""
    starts = [node.key for node in model.nodes.values() if node.kind == "startEvent"]
    if len(starts) != 1:
        yield Problem(starts[1] if starts else model.key, "one_start")
    if not any(node.kind == "endEvent" for node in model.nodes.values()):
        yield Problem(model.key, "no_end")
    if not model.steps:
        yield Problem(model.key, "no_step")
    for flow in model.flows:
        if flow.source not in model.nodes or flow.target not in model.nodes:
            yield Problem(flow.key, "loose_flow")
    forward = _spread(model, set(starts[:1]), ahead=True)
    backward = _spread(model, {n.key for n in model.nodes.values() if n.kind == "endEvent"}, ahead=False)
    for key, node in model.nodes.items():
        if key not in forward:
            yield Problem(key, "unreachable")
        elif key not in backward:
            yield Problem(key, "no_way_to_end")
        if node.kind not in GATEWAYS and len(model.outgoing[key]) > 1:
            yield Problem(key, "needs_gateway")


def _spread(model: Model, keys: set[str], *, ahead: bool) -> set[str]:
    """Return everything that can be reached from some elements, forwards or backwards."""
    found = set(keys)
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        flows = model.outgoing if ahead else model.incoming
        for flow in flows.get(key, ()):
            other = flow.target if ahead else flow.source
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def find_staffing_problems(model: Model) -> Iterator[Problem]:
    """Yield steps that nobody does, that have no limit, or that cannot be finished."""
    for step in model.steps.values():
        if not CODE.match(step.role):
            yield Problem(step.key, "no_role")
        if step.place not in PLACES:
            yield Problem(step.key, "no_place", step.place)
        if parse_limit(step.limit) is None:
            yield Problem(step.key, "no_limit", step.limit)
        codes = [outcome.code for outcome in step.outcomes]
        if not codes:
            yield Problem(step.key, "no_outcome")
        if len(set(codes)) != len(codes) or any(not CODE.match(code) for code in codes):
            yield Problem(step.key, "bad_outcome", ", ".join(codes))
        if set(codes) & {RETURNED, CANCELLED}:
            yield Problem(step.key, "reserved_outcome")
        if step.assign and step.same_officer_as not in model.steps:
            yield Problem(step.key, "bad_assign", step.assign)


def find_decision_problems(model: Model) -> Iterator[Problem]:
    """Yield gateways whose way out cannot always be decided."""
    outcomes = {outcome.code for step in model.steps.values() for outcome in step.outcomes}
    for node in model.nodes.values():
        flows = model.outgoing[node.key]
        deciding = node.kind in {"exclusiveGateway", "inclusiveGateway"} and len(flows) > 1
        if deciding and node.default not in {flow.key for flow in flows}:
            yield Problem(node.key, "no_default")
        for flow in flows:
            if deciding and flow.key != node.default:
                yield from _condition_problems(flow.key, flow.condition, outcomes)
            elif flow.condition:
                yield Problem(flow.key, "condition_unused")


def _condition_problems(key: str, condition: str, outcomes: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with one condition."""
    if not condition:
        yield Problem(key, "no_condition")
        return
    try:
        check_expression(condition, allowed=VARIABLES)
    except ExpressionRefused as refusal:
        yield Problem(key, "bad_condition", refusal.message)
        return
    for code in COMPARED.findall(condition):
        if code not in outcomes:
            yield Problem(key, "outcome_never", code)


def find_limit_problems(model: Model, total_limit: str) -> Iterator[Problem]:
    """Yield a sum of limits beyond the legal limit (R-46: the sum of steps stays within it)."""
    if parse_limit(total_limit) is None:
        yield Problem(model.key, "no_limit", total_limit)
        return
    longest = longest_path_minutes(model)
    allowed = limit_minutes(total_limit)
    if longest > allowed:
        yield Problem(model.key, "too_long", f"{longest} > {allowed}")


def find_problems(root: Any, *, total_limit: str) -> tuple[Problem, ...]:
    """Return everything that keeps a document from being used, most basic first."""
    unsupported = tuple(find_unsupported(root))
    if unsupported or find_process(root) is None:
        return unsupported
    model = read_model(root)
    shape = tuple(find_shape_problems(model))
    staffing = (*find_staffing_problems(model), *find_decision_problems(model))
    if shape:
        return (*shape, *staffing)
    return (*staffing, *find_limit_problems(model, total_limit))
