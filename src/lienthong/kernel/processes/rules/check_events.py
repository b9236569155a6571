"""Events that could never happen, or that nobody would hear."""

from __future__ import annotations

from collections.abc import Iterator

from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.forms.queries import check_expression

from ..contracts import Problem
from .model import ACTIVITIES, CATCHES, SUBS, EventKind, Model, Node, TimerForm
from .timers import TimerRefused, is_expression, parse_timer

NAMED = frozenset({EventKind.MESSAGE, EventKind.SIGNAL, EventKind.ERROR})
KEYS = frozenset({"data", "steps", "outcome", "subject"})


def _timer_problems(node: Node) -> Iterator[Problem]:
    event = node.event
    if event is None or event.kind is not EventKind.TIMER:
        return
    try:
        parse_timer(event.timer, event.form)
    except TimerRefused:
        if not is_expression(event.timer, event.form):
            yield Problem(node.key, "bad_timer", event.timer[:80])
    repeats = event.form is TimerForm.CYCLE
    if repeats and (node.kind != "boundaryEvent" or node.interrupting):
        yield Problem(node.key, "cycle_stops")


def _name_problems(node: Node) -> Iterator[Problem]:
    if node.event is None or node.event.kind not in NAMED:
        return
    if not node.event.name:
        yield Problem(node.key, "no_event_name")
    if node.event.key:
        try:
            check_expression(node.event.key, allowed=KEYS)
        except ExpressionRefused as refusal:
            yield Problem(node.key, "bad_condition", refusal.message)


def _boundary_problems(model: Model, node: Node) -> Iterator[Problem]:
    if node.event is None:
        yield Problem(node.key, "no_event")
    host = model.nodes.get(node.host)
    if host is None or host.kind not in ACTIVITIES or host.scope != node.scope:
        yield Problem(node.key, "bad_host", node.host)
        return
    if model.incoming[node.key]:
        yield Problem(model.incoming[node.key][0].key, "loose_flow")
    if host.kind in {"businessRuleTask", "sendTask"}:
        yield Problem(node.key, "host_passes", host.key)
    error = node.event is not None and node.event.kind is EventKind.ERROR
    if error and (host.kind not in SUBS | {"serviceTask"} or not node.interrupting):
        yield Problem(node.key, "error_nowhere", host.key)


def _gateway_problems(model: Model, node: Node) -> Iterator[Problem]:
    flows = model.outgoing[node.key]
    if len(flows) < 2:
        yield Problem(node.key, "needs_events")
    for flow in flows:
        target = model.nodes.get(flow.target)
        if target is None or target.kind not in CATCHES or len(model.incoming[flow.target]) != 1:
            yield Problem(flow.key, "needs_events")
        elif model.boundaries(target.key):
            yield Problem(target.key, "host_passes", target.key)


def _error_ends(model: Model, node: Node) -> Iterator[Problem]:
    """Yield an error that nobody around the sub-process waits for."""
    if node.event is None or node.event.kind is not EventKind.ERROR:
        return
    scope = node.scope
    while scope:
        if any(border.event == node.event for border in model.boundaries(scope)):
            return
        scope = model.nodes[scope].scope
    yield Problem(node.key, "error_unheard", node.event.name)


def find_event_problems(model: Model) -> Iterator[Problem]:
    """Yield every event that says no moment, has no name, or stands where it has no effect."""
    for node in model.nodes.values():
        yield from _timer_problems(node)
        yield from _name_problems(node)
        if node.kind == "boundaryEvent":
            yield from _boundary_problems(model, node)
        elif node.kind == "eventBasedGateway":
            yield from _gateway_problems(model, node)
        elif node.kind == "endEvent":
            yield from _error_ends(model, node)
        elif node.kind == "intermediateCatchEvent" and node.event is None:
            yield Problem(node.key, "no_event")
