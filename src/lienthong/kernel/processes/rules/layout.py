"""A simple picture for models that bring none: left to right, one column a step on the way.

bpmn-js draws only what has shapes; a model written by hand or by a program has none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .model import ACTIVITIES, GATEWAYS, Flow, Model, back_flows, forward_order
from .reading import find_process
from .xml import BPMNDI, DC, DI, new_element

COLUMN = 190
ROW = 130
MARGIN = 50
GAP = 50


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


def _own_size(kind: str) -> tuple[int, int]:
    if kind in ACTIVITIES:
        return 140, 80
    return (50, 50) if kind in GATEWAYS else (36, 36)


class _Scope:
    """The boxes of one process or sub-process, from its own corner."""

    def __init__(self, model: Model, scope: str, order: tuple[str, ...], back: frozenset[str]) -> None:
        self.model = model
        self.inner: dict[str, _Scope] = {}
        self.keys = [key for key in order if model.nodes[key].scope == scope]
        self.placed = [key for key in self.keys if model.nodes[key].kind != "boundaryEvent"]
        for key in self.placed:
            if model.nodes[key].kind == "subProcess":
                self.inner[key] = _Scope(model, key, order, back)
        self.cells = self._cells(back)
        self.boxes = self._boxes()
        self.width = max((box.x + box.width for box in self.boxes.values()), default=0) + MARGIN
        self.height = max((box.y + box.height for box in self.boxes.values()), default=0) + MARGIN

    def _cells(self, back: frozenset[str]) -> dict[str, tuple[int, int]]:
        """Give each element a column after everything that leads to it, and its own row in the column."""
        cells: dict[str, tuple[int, int]] = {}
        rows: dict[int, int] = {}
        nodes = self.model.nodes
        for key in self.placed:
            sources = [f.source for f in self.model.incoming[key] if f.key not in back and f.source in nodes]
            before = [cells[host][0] for host in (nodes[s].host or s for s in sources) if host in cells]
            column = max(before, default=-1) + 1
            cells[key] = (column, rows.get(column, 0))
            rows[column] = cells[key][1] + 1
        return cells

    def _size(self, key: str) -> tuple[int, int]:
        if key in self.inner and self.inner[key].boxes:
            return self.inner[key].width, self.inner[key].height
        return _own_size(self.model.nodes[key].kind)

    def _boxes(self) -> dict[str, Box]:
        """Put each element in the middle of its cell, wide enough for the widest of its column and row."""
        widths: dict[int, int] = {}
        heights: dict[int, int] = {}
        for key, (column, row) in self.cells.items():
            width, height = self._size(key)
            widths[column] = max(widths.get(column, COLUMN), width + GAP)
            heights[row] = max(heights.get(row, ROW), height + GAP)
        boxes: dict[str, Box] = {}
        for key, (column, row) in self.cells.items():
            width, height = self._size(key)
            left = MARGIN + sum(widths[each] for each in range(column))
            top = MARGIN + sum(heights[each] for each in range(row))
            boxes[key] = Box(left + (widths[column] - width) // 2, top + (heights[row] - height) // 2, width, height)
        self._add_borders(boxes)
        return boxes

    def _add_borders(self, boxes: dict[str, Box]) -> None:
        """Put events on the lower border of their host."""
        used: dict[str, int] = {}
        for key in self.keys:
            host = self.model.nodes[key].host
            if host in boxes:
                used[host] = used.get(host, 0) + 1
                box = boxes[host]
                boxes[key] = Box(box.x + 50 * used[host] - 30, box.y + box.height - 18, 36, 36)

    def all_boxes(self, x: int = 0, y: int = 0) -> dict[str, Box]:
        """Return the boxes of this scope and of those in it, from the corner of the whole."""
        found: dict[str, Box] = {}
        for key, box in self.boxes.items():
            found[key] = Box(box.x + x, box.y + y, box.width, box.height)
            if key in self.inner:
                found |= self.inner[key].all_boxes(found[key].x, found[key].y)
        return found


def place_boxes(model: Model) -> dict[str, Box]:
    """Give each element its place: left to right, sub-processes around what they hold."""
    return _Scope(model, "", forward_order(model), back_flows(model)).all_boxes()


def route(flow: Flow, boxes: dict[str, Box], *, goes_back: bool, floor: int) -> tuple[tuple[int, int], ...]:
    """Return the corners of an arrow: forwards with one step up or down, backwards below everything."""
    source, target = boxes[flow.source], boxes[flow.target]
    if goes_back:
        start, end = source.bottom, target.bottom
        return (start, (start[0], floor), (end[0], floor), end)
    start, end = source.right, target.left
    if start[1] == end[1]:
        return (start, end)
    # Turn between the columns, where nothing stands.
    middle = max(source.x + source.width // 2 + COLUMN // 2, start[0] + 12)
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
        if model.nodes[key].kind == "subProcess":
            shape.set("isExpanded", "true")
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
