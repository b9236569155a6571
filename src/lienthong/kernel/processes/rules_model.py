"""A process as we see it: steps, gateways and flows, read from BPMN with our attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .contracts import Outcome
from .rules_xml import BPMN, LT, local_name

TASKS = frozenset({"userTask", "manualTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
NODES = TASKS | GATEWAYS | {"startEvent", "endEvent"}


@dataclass(frozen=True)
class Step:
    """A task that a person does: who, where, within what, and how it may end."""

    key: str
    name: str
    role: str
    place: str
    limit: str
    outcomes: tuple[Outcome, ...]
    form: str = ""
    assign: str = ""
    instant: bool = False

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
    """Anything an arrow may begin or end at."""

    key: str
    kind: str
    name: str = ""
    default: str = ""


@dataclass(frozen=True)
class Model:
    """A whole process."""

    key: str
    nodes: dict[str, Node]
    flows: tuple[Flow, ...]
    steps: dict[str, Step]
    outgoing: dict[str, tuple[Flow, ...]] = field(init=False, compare=False)
    incoming: dict[str, tuple[Flow, ...]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Index the arrows by both ends."""
        outgoing = {key: tuple(f for f in self.flows if f.source == key) for key in self.nodes}
        incoming = {key: tuple(f for f in self.flows if f.target == key) for key in self.nodes}
        object.__setattr__(self, "outgoing", outgoing)
        object.__setattr__(self, "incoming", incoming)

    @property
    def start(self) -> str:
        """Return the key of the start event, empty when there is none."""
        return next((node.key for node in self.nodes.values() if node.kind == "startEvent"), "")

    @property
    def places(self) -> frozenset[str]:
        """Return the places at which steps are done."""
        return frozenset(step.place for step in self.steps.values())


def parse_outcomes(text: str) -> tuple[Outcome, ...]:
    """Read "approve:Trình ký,refuse:Từ chối"; an entry without a label keeps its code as label."""
    found = []
    for part in text.split(","):
        code, _colon, label = part.partition(":")
        if code.strip():
            found.append(Outcome(code.strip(), label.strip() or code.strip()))
    return tuple(found)


def _step(element: Any) -> Step:
    def own(name: str) -> str:
        return str(element.get(f"{{{LT}}}{name}", "")).strip()

    return Step(
        key=element.get("id", ""),
        name=element.get("name", "") or element.get("id", ""),
        role=own("role"),
        place=own("place"),
        limit=own("limit"),
        outcomes=parse_outcomes(own("outcomes")),
        form=own("form"),
        assign=own("assign"),
        instant=own("instant") in {"true", "1"},
    )


def _flow(element: Any) -> Flow:
    condition = element.find(f"{{{BPMN}}}conditionExpression")
    return Flow(
        key=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=(condition.text or "").strip() if condition is not None else "",
    )


def find_process(root: Any) -> Any:
    """Return the first process element, or None."""
    return root.find(f"{{{BPMN}}}process")


def read_model(root: Any) -> Model:
    """Read what we understand of a BPMN document; checking it is another matter."""
    process = find_process(root)
    nodes: dict[str, Node] = {}
    steps: dict[str, Step] = {}
    flows: list[Flow] = []
    for element in process:
        namespace, kind = local_name(element)
        if namespace != BPMN:
            continue
        if kind == "sequenceFlow":
            flows.append(_flow(element))
        elif kind in NODES:
            key = element.get("id", "")
            nodes[key] = Node(key, kind, element.get("name", ""), element.get("default", ""))
            if kind in TASKS:
                steps[key] = _step(element)
    return Model(key=process.get("id", ""), nodes=nodes, flows=tuple(flows), steps=steps)


def forward_flow(model: Model, key: str) -> Flow | None:
    """Return the arrow that a case usually takes: the default of a gateway, else the first."""
    outgoing = model.outgoing.get(key, ())
    default = model.nodes[key].default
    return next((flow for flow in outgoing if flow.key == default), outgoing[0] if outgoing else None)


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
            if flow.target not in seen:
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
        stack = [(root, iter(model.outgoing[root]))]
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
                stack.append((flow.target, iter(model.outgoing[flow.target])))
    return frozenset(back)


def forward_order(model: Model) -> tuple[str, ...]:
    """Return the nodes so that each stands after all that lead to it, ways back aside."""
    back = back_flows(model)
    left = {
        key: sum(1 for f in model.incoming[key] if f.key not in back and f.source in model.nodes) for key in model.nodes
    }
    ready = [key for key in model.nodes if left[key] == 0]
    order: list[str] = []
    while ready:
        key = ready.pop(0)
        order.append(key)
        for flow in model.outgoing[key]:
            if flow.key not in back and flow.target in left:
                left[flow.target] -= 1
                if left[flow.target] == 0:
                    ready.append(flow.target)
    return tuple(order)
