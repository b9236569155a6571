"""What must hold of a model before cases may run on it; each problem names its element."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import check_expression

from ..contracts import CANCELLED, RETURNED, Problem
from .check_elements import find_unsupported
from .check_events import find_event_problems
from .limits import limit_minutes, longest_path_minutes, parse_limit
from .model import DONE, GATEWAYS, SUBS, Model, Step, reachable
from .reading import find_process, read_model

PLACES = frozenset({"reception", "competent", "lead", "participating"})
VARIABLES = frozenset({"outcome", "steps", "data"})
CODE = re.compile(r"^[a-z][a-z0-9_\-]{0,39}$")
COMPARED = re.compile(r"""outcome\s*[!=]=\s*["']([^"']*)["']""")
WAITING = frozenset(
    {"userTask", "manualTask", "serviceTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway"}
)


@dataclass(frozen=True)
class Known:
    """What a model may name: registered services and stored decisions."""

    services: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()


def find_shape_problems(model: Model) -> Iterator[Problem]:
    """Yield dead ends, loose arrows, unreachable elements and circles in which nobody is waited for."""
    for scope in ("", *(node.key for node in model.nodes.values() if node.kind == "subProcess")):
        inside = [node for node in model.nodes.values() if node.scope == scope]
        starts = [node.key for node in inside if node.kind == "startEvent"]
        if len(starts) != 1:
            yield Problem(starts[1] if starts else scope or model.key, "one_start")
        if not any(node.kind == "endEvent" for node in inside):
            yield Problem(scope or model.key, "no_end")
    if not model.steps:
        yield Problem(model.key, "no_step")
    for flow in model.flows:
        ends = (model.nodes.get(flow.source), model.nodes.get(flow.target))
        if ends[0] is None or ends[1] is None or ends[0].scope != ends[1].scope:
            yield Problem(flow.key, "loose_flow")
    yield from _ways(model)
    yield from _circles(model)


def _ways(model: Model) -> Iterator[Problem]:
    """Yield what no way leads to, what leads nowhere, and forks without a gateway."""
    forward = reachable(model, {model.start} & set(model.nodes), ahead=True)
    ends = {n.key for n in model.nodes.values() if n.kind == "endEvent" and not n.scope}
    ends |= {n.key for n in model.nodes.values() if n.kind == "endEvent" and n.event is not None}
    backward = reachable(model, ends, ahead=False)
    for key, node in model.nodes.items():
        if key not in forward:
            yield Problem(key, "unreachable")
        elif key not in backward:
            yield Problem(key, "no_way_to_end")
        if node.kind not in GATEWAYS and len(model.outgoing[key]) > 1:
            yield Problem(key, "needs_gateway")
        if node.kind == "startEvent" and model.incoming[key]:
            yield Problem(model.incoming[key][0].key, "loose_flow")


def _circles(model: Model) -> Iterator[Problem]:
    """Yield circles in which a token would run for ever: none of their elements waits for anybody."""
    left = {key for key, node in model.nodes.items() if node.kind not in WAITING | SUBS}
    while True:
        leaves = {key for key in left if not any(flow.target in left for flow in model.outgoing[key])}
        if not leaves:
            break
        left -= leaves
    # What remains leads into a circle; what also comes out of one is the circle itself.
    while True:
        roots = {key for key in left if not any(flow.source in left for flow in model.incoming[key])}
        if not roots:
            break
        left -= roots
    if left:
        yield Problem(next(key for key in model.nodes if key in left), "endless")


def find_staffing_problems(model: Model) -> Iterator[Problem]:
    """Yield steps that nobody does, that have no limit, or that cannot be finished."""
    for step in model.steps.values():
        if not CODE.match(step.role):
            yield Problem(step.key, "no_role")
        if step.place not in PLACES and not (step.each and not step.place):
            yield Problem(step.key, "no_place", step.place)
        if parse_limit(step.limit) is None:
            yield Problem(step.key, "no_limit", step.limit)
        yield from _outcome_problems(step)
        if step.assign and step.same_officer_as not in model.steps:
            yield Problem(step.key, "bad_assign", step.assign)
        yield from _several_problems(step)


def _outcome_problems(step: Step) -> Iterator[Problem]:
    codes = [outcome.code for outcome in step.outcomes]
    if not codes:
        yield Problem(step.key, "no_outcome")
    if len(set(codes)) != len(codes) or any(not CODE.match(code) for code in codes):
        yield Problem(step.key, "bad_outcome", ", ".join(codes))
    if set(codes) & {RETURNED, CANCELLED}:
        yield Problem(step.key, "reserved_outcome")
    if step.silence and step.silence not in codes:
        yield Problem(step.key, "bad_silence", step.silence)


def _several_problems(step: Step) -> Iterator[Problem]:
    """Yield what is wrong with a step that asks several agencies."""
    if not step.each:
        if step.decide or step.enough or step.sequential:
            yield Problem(step.key, "no_each")
        return
    if not step.each.isdigit():
        yield from _expression(step.key, step.each, VARIABLES)
    elif not step.place:
        yield Problem(step.key, "no_place")
    if len(step.outcomes) > 1 and not step.decide:
        yield Problem(step.key, "no_decide")
    for text in (step.decide, step.enough):
        if text:
            yield from _expression(step.key, text, VARIABLES | {"answers", "asked"})


def _expression(key: str, text: str, allowed: Collection[str]) -> Iterator[Problem]:
    try:
        check_expression(text, allowed=frozenset(allowed))
    except ExpressionRefused as refusal:
        yield Problem(key, "bad_condition", refusal.message)


def find_decision_problems(model: Model) -> Iterator[Problem]:
    """Yield gateways whose way out cannot always be decided."""
    given = [step.outcomes for step in model.steps.values()] + [node.outcomes for node in model.nodes.values()]
    outcomes = {outcome.code for some in given for outcome in some}
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
    bad = tuple(_expression(key, condition, VARIABLES))
    yield from bad
    for code in () if bad else COMPARED.findall(condition):
        if code not in outcomes:
            yield Problem(key, "outcome_never", code)


def find_machine_problems(model: Model, known: Known) -> Iterator[Problem]:
    """Yield tasks of the program that name no service or decision we have."""
    for node in model.nodes.values():
        if node.kind == "serviceTask" and node.service not in known.services:
            yield Problem(node.key, "no_service", node.service)
        if node.skip and node.skip not in ({outcome.code for outcome in node.outcomes} or {DONE}):
            yield Problem(node.key, "bad_skip", node.skip)
        if node.kind == "businessRuleTask" and node.decision not in known.decisions:
            yield Problem(node.key, "no_decision", node.decision)
        if node.kind == "businessRuleTask" and node.result and not CODE.match(node.result.lower()):
            yield Problem(node.key, "bad_result", node.result)
        if node.kind == "callActivity":
            yield Problem(node.key, "no_process", node.called)


def find_limit_problems(model: Model, total_limit: str) -> Iterator[Problem]:
    """Yield a sum of limits beyond the legal limit (R-46: the sum of steps stays within it)."""
    if parse_limit(total_limit) is None:
        yield Problem(model.key, "no_limit", total_limit)
        return
    longest = longest_path_minutes(model)
    allowed = limit_minutes(total_limit)
    if longest > allowed:
        yield Problem(model.key, "too_long", f"{longest} > {allowed}")


def find_problems(root: Any, *, total_limit: str, known: Known | None = None) -> tuple[Problem, ...]:
    """Return everything that keeps a document from being used, most basic first.

    :param root: the document with called processes written into it
    """
    unsupported = tuple(find_unsupported(root))
    if unsupported or find_process(root) is None:
        return unsupported
    model = read_model(root)
    shape = tuple(find_shape_problems(model))
    staffing = (
        *find_staffing_problems(model),
        *find_decision_problems(model),
        *find_machine_problems(model, known or Known()),
        *find_event_problems(model),
    )
    if shape:
        return (*shape, *staffing)
    return (*staffing, *find_limit_problems(model, total_limit))
