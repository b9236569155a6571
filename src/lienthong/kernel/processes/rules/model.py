"""A process as we see it: steps, waits, gateways and flows, over all its sub-processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..contracts import Outcome

TASKS = frozenset({"userTask", "manualTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
MACHINE_TASKS = frozenset({"serviceTask", "businessRuleTask", "sendTask", "receiveTask"})
SUBS = frozenset({"subProcess", "callActivity"})
CATCHES = frozenset({"intermediateCatchEvent", "receiveTask"})
MACHINE_WAITS = CATCHES | {"serviceTask", "eventBasedGateway", "boundaryEvent"}
ACTIVITIES = TASKS | MACHINE_TASKS | SUBS
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
NODES = ACTIVITIES | GATEWAYS | EVENTS
DONE = "done"  # how a service ends that has no outcomes of its own


class EventKind(StrEnum):
    """What an event waits for, or what it says."""

    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    ERROR = "error"
    TERMINATE = "terminate"


class TimerForm(StrEnum):
    """How the moment of a timer is written."""

    DURATION = "duration"
    DATE = "date"
    CYCLE = "cycle"


@dataclass(frozen=True)
class Event:
    """What an event waits for or says: a moment, or a name with the expression that tells whom it concerns."""

    kind: EventKind
    name: str = ""
    timer: str = ""
    form: TimerForm = TimerForm.DURATION
    key: str = ""


@dataclass(frozen=True)
class Step:
    """A task that a person does: who, where, within what, and how it may end.

    `each` asks several agencies at once (or one after the other); `silence` is the outcome that no answer in
    time counts as; `decide` makes one outcome of the answers; `enough` ends the asking early.
    """

    key: str
    name: str
    role: str
    place: str
    limit: str
    outcomes: tuple[Outcome, ...]
    form: str = ""
    assign: str = ""
    instant: bool = False
    unit: str = ""
    silence: str = ""
    each: str = ""
    sequential: bool = False
    decide: str = ""
    enough: str = ""

    @property
    def same_officer_as(self) -> str:
        """Return the step whose officer keeps this one, or empty text."""
        return self.assign.removeprefix("same:") if self.assign.startswith("same:") else ""


@dataclass(frozen=True)
class Flow:
    """An arrow; its condition is CEL, empty when there is none."""

    key: str
    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True)
class Node:
    """Anything an arrow may begin or end at; `scope` is the sub-process that holds it, empty for the whole.

    `skip` is the outcome of a service task that passing over its failed service counts as; empty when it may not be.
    """

    key: str
    kind: str
    name: str = ""
    default: str = ""
    scope: str = ""
    event: Event | None = None
    host: str = ""
    interrupting: bool = True
    service: str = ""
    decision: str = ""
    result: str = ""
    called: str = ""
    outcomes: tuple[Outcome, ...] = ()
    skip: str = ""


def _by(flows: Iterable[Flow], keys: Iterable[str], end: str) -> dict[str, tuple[Flow, ...]]:
    """Index arrows by one of their ends."""
    found: dict[str, list[Flow]] = {key: [] for key in keys}
    for flow in flows:
        found.setdefault(getattr(flow, end), []).append(flow)
    return {key: tuple(ones) for key, ones in found.items()}


@dataclass(frozen=True)
class Model:
    """A whole process; `ahead` and `behind` also know the ways into and out of sub-processes and boundary events."""

    key: str
    nodes: dict[str, Node]
    flows: tuple[Flow, ...]
    steps: dict[str, Step]
    outgoing: dict[str, tuple[Flow, ...]] = field(init=False, compare=False)
    incoming: dict[str, tuple[Flow, ...]] = field(init=False, compare=False)
    ahead: dict[str, tuple[Flow, ...]] = field(init=False, compare=False)
    behind: dict[str, tuple[Flow, ...]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Index the arrows by both ends."""
        object.__setattr__(self, "outgoing", _by(self.flows, self.nodes, "source"))
        object.__setattr__(self, "incoming", _by(self.flows, self.nodes, "target"))
        every = (*self.flows, *self._links())
        object.__setattr__(self, "ahead", _by(every, self.nodes, "source"))
        object.__setattr__(self, "behind", _by(every, self.nodes, "target"))

    def _links(self) -> Iterable[Flow]:
        """Yield the ways that no arrow shows: into a sub-process, out of it, and to what stands on its border."""
        for node in self.nodes.values():
            if node.kind == "startEvent" and node.scope:
                yield Flow(f"{node.scope}>>{node.key}", node.scope, node.key)
            elif node.kind == "endEvent" and node.scope:
                for flow in self.outgoing.get(node.scope, ()):
                    yield Flow(f"{node.key}>>{flow.key}", node.key, flow.target)
            elif node.kind == "boundaryEvent" and node.host:
                yield Flow(f"{node.host}>>{node.key}", node.host, node.key)

    @property
    def start(self) -> str:
        """Return the key of the start event, empty when there is none."""
        return self.start_of("")

    def start_of(self, scope: str) -> str:
        """Return the key of the start event of a sub-process, or of the whole."""
        starts = (node.key for node in self.nodes.values() if node.kind == "startEvent" and node.scope == scope)
        return next(starts, "")

    @property
    def places(self) -> frozenset[str]:
        """Return the places at which steps are done; a step that asks several agencies names them in its data."""
        return frozenset(step.place for step in self.steps.values() if not step.each)

    @property
    def has_waits(self) -> bool:
        """Tell whether a case may ever wait for something else than people."""
        return any(node.kind in MACHINE_WAITS for node in self.nodes.values())

    def caught_by(self, key: str) -> tuple[Node, ...]:
        """Return the events for which an element waits: its own, or those behind an event-based gateway."""
        node = self.nodes[key]
        if node.kind == "eventBasedGateway":
            return tuple(self.nodes[flow.target] for flow in self.outgoing[key] if flow.target in self.nodes)
        return (node,) if node.event is not None else ()

    def boundaries(self, host: str) -> tuple[Node, ...]:
        """Return the events on the border of an activity."""
        return tuple(node for node in self.nodes.values() if node.kind == "boundaryEvent" and node.host == host)


def parse_outcomes(text: str) -> tuple[Outcome, ...]:
    """Read "approve:Trình ký,refuse:Từ chối"; an entry without a label keeps its code as label."""
    found = []
    for part in text.split(","):
        code, _colon, label = part.partition(":")
        if code.strip():
            found.append(Outcome(code.strip(), label.strip() or code.strip()))
    return tuple(found)


def forward_flow(model: Model, key: str) -> Flow | None:
    """Return the way that a case usually takes: the default of a gateway, else the first."""
    node = model.nodes[key]
    if node.kind in SUBS and model.start_of(key):
        return Flow("", key, model.start_of(key))
    inner_end = node.kind == "endEvent" and node.scope
    outgoing = model.outgoing.get(node.scope if inner_end else key, ())
    return next((flow for flow in outgoing if flow.key == node.default), outgoing[0] if outgoing else None)


def steps_ahead(model: Model, *, after: str) -> tuple[Step, ...]:
    """Return the steps that usually follow one step, along the default path and at most once each.

    After a parallel gateway all branches are listed, one after the other.
    """
    found: list[Step] = []
    seen = {after}
    waiting = [after]
    while waiting:
        key = waiting.pop(0)
        usual = forward_flow(model, key)
        flows = model.outgoing[key] if model.nodes[key].kind == "parallelGateway" else ((usual,) if usual else ())
        for flow in flows:
            if flow.target not in seen and flow.target in model.nodes:
                seen.add(flow.target)
                waiting.append(flow.target)
                if flow.target in model.steps:
                    found.append(model.steps[flow.target])
    return tuple(found)


def back_flows(model: Model) -> frozenset[str]:
    """Return the arrows that lead back to where a case has been; without them the model has no circle.

    The walk keeps its own stack, because a hostile model may be deeper than Python's.
    """
    back: set[str] = set()
    done: set[str] = set()
    for root in ([model.start] if model.start else []) + list(model.nodes):
        if root in done:
            continue
        trail = {root}
        stack = [(root, iter(model.ahead[root]))]
        while stack:
            key, flows = stack[-1]
            flow = next(flows, None)
            if flow is None:
                stack.pop()
                trail.discard(key)
                done.add(key)
            elif flow.target in trail:
                back.add(flow.key)
            elif flow.target in model.nodes and flow.target not in done:
                trail.add(flow.target)
                stack.append((flow.target, iter(model.ahead[flow.target])))
    return frozenset(back)


def forward_order(model: Model) -> tuple[str, ...]:
    """Return the nodes so that each stands after all that lead to it, ways back aside."""
    back = back_flows(model)
    left = {
        key: sum(1 for f in model.behind[key] if f.key not in back and f.source in model.nodes) for key in model.nodes
    }
    ready = [key for key in model.nodes if left[key] == 0]
    order: list[str] = []
    while ready:
        key = ready.pop(0)
        order.append(key)
        for flow in model.ahead[key]:
            if flow.key not in back and flow.target in left:
                left[flow.target] -= 1
                if left[flow.target] == 0:
                    ready.append(flow.target)
    return tuple(order)


def reachable(model: Model, keys: Iterable[str], *, ahead: bool) -> set[str]:
    """Return everything that can be reached from some elements, forwards or backwards."""
    found = set(keys)
    waiting = list(found)
    ways: Mapping[str, tuple[Flow, ...]] = model.ahead if ahead else model.behind
    while waiting:
        for flow in ways.get(waiting.pop(), ()):
            other = flow.target if ahead else flow.source
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
