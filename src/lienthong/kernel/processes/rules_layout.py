"""A simple picture for models that bring none: left to right, one column a step on the way.

bpmn-js draws only what has shapes; a model written by hand or by a program has none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .rules_model import GATEWAYS, TASKS, Flow, Model, back_flows, find_process, forward_order
from .rules_xml import BPMNDI, DC, DI, new_element

COLUMN = 190
ROW = 130
MARGIN = 80


class Box(NamedTuple):
    """Where an element is drawn, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def left(self) -> tuple[int, int]:
        """Return the middle of the left side."""
        return self.x, self.y + self.height // 2

    @property
    def right(self) -> tuple[int, int]:
        """Return the middle of the right side."""
        return self.x + self.width, self.y + self.height // 2

    @property
    def bottom(self) -> tuple[int, int]:
        """Return the middle of the lower side."""
        return self.x + self.width // 2, self.y + self.height


def _size(kind: str) -> tuple[int, int]:
    if kind in TASKS:
        return 140, 80
    return (50, 50) if kind in GATEWAYS else (36, 36)


def place_boxes(model: Model) -> dict[str, Box]:
    """Give each element a column after everything that leads to it, and its own row in the column."""
    back = back_flows(model)
    column: dict[str, int] = {}
    rows: dict[int, int] = {}
    boxes: dict[str, Box] = {}
    for key in forward_order(model):
        before = [column[f.source] for f in model.incoming[key] if f.key not in back and f.source in column]
        column[key] = max(before, default=-1) + 1
        row = rows.get(column[key], 0)
        rows[column[key]] = row + 1
        width, height = _size(model.nodes[key].kind)
        center_x = MARGIN + column[key] * COLUMN + COLUMN // 2
        center_y = MARGIN + row * ROW + ROW // 2
        boxes[key] = Box(center_x - width // 2, center_y - height // 2, width, height)
    return boxes


def route(flow: Flow, boxes: dict[str, Box], *, goes_back: bool, floor: int) -> tuple[tuple[int, int], ...]:
    """Return the corners of an arrow: forwards with one step up or down, backwards below everything."""
    source, target = boxes[flow.source], boxes[flow.target]
    if goes_back:
        start, end = source.bottom, target.bottom
        return (start, (start[0], floor), (end[0], floor), end)
    start, end = source.right, target.left
    if start[1] == end[1]:
        return (start, end)
    middle = end[0] - (COLUMN - 140) // 2
    return (start, (middle, start[1]), (middle, end[1]), end)


def has_picture(root: Any) -> bool:
    """Tell whether a document brings shapes of its own."""
    return root.find(f".//{{{BPMNDI}}}BPMNShape") is not None


def add_picture(root: Any, model: Model) -> None:
    """Add a picture to a document that has none; one that has stays as its author drew it."""
    if has_picture(root):
        return
    for empty in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(empty)
    boxes = place_boxes(model)
    back = back_flows(model)
    diagram = new_element(root, BPMNDI, "BPMNDiagram", id="lt_diagram")
    plane = new_element(diagram, BPMNDI, "BPMNPlane", id="lt_plane", bpmnElement=find_process(root).get("id", ""))
    for key, box in boxes.items():
        shape = new_element(plane, BPMNDI, "BPMNShape", id=f"{key}_di", bpmnElement=key)
        if model.nodes[key].kind == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
        new_element(shape, DC, "Bounds", **{name: str(value) for name, value in sides.items()})
    lowest = max((box.y + box.height for box in boxes.values()), default=0)
    depth = 0
    for flow in model.flows:
        goes_back = flow.key in back
        depth += 1 if goes_back else 0
        corners = route(flow, boxes, goes_back=goes_back, floor=lowest + 30 * max(depth, 1))
        edge = new_element(plane, BPMNDI, "BPMNEdge", id=f"{flow.key}_di", bpmnElement=flow.key)
        for x, y in corners:
            new_element(edge, DI, "waypoint", x=str(x), y=str(y))
