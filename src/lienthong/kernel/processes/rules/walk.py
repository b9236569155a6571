"""A case without database: for scenarios, for simulation, and to go every way of a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .answers import count_answers, parts_of, settle
from .engine import Program, ReadyStep, Run
from .model import DONE, EventKind, Model, TimerForm

FINISH = "finish"
FIRE = "fire"


@dataclass(frozen=True)
class Move:
    """One thing that may happen next: a step or service ends with an outcome, or an event happens."""

    kind: str
    element: str
    outcome: str = ""

    def __str__(self) -> str:
        return f"{self.element}:{self.outcome}" if self.kind == FINISH else f"{self.element}!"


class MoveImpossible(ValueError):
    """The case does not wait for this."""


@dataclass
class Walk:
    """A case in memory."""

    model: Model
    program: Program
    data: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    answers: dict[UUID, list[str]] = field(default_factory=dict)
    last_outcome: str = ""

    def __post_init__(self) -> None:
        """Begin the case."""
        self.run = Run.begin(self.program, self.data)

    @property
    def waiting(self) -> tuple[ReadyStep, ...]:
        """Return what the case waits for."""
        return self.run.ready()

    @property
    def present(self) -> tuple[str, ...]:
        """Return the elements at which tokens stand, without the events on their borders."""
        kinds = self.model.nodes
        return tuple(sorted(each.key for each in self.waiting if kinds[each.key].kind != "boundaryEvent"))

    def moves(self) -> tuple[Move, ...]:
        """Return everything that may happen next."""
        return tuple(move for each in self.waiting for move in self._moves_at(each))

    def _moves_at(self, each: ReadyStep) -> Iterator[Move]:
        node = self.model.nodes[each.key]
        if each.key in self.model.steps:
            yield from (Move(FINISH, each.key, outcome.code) for outcome in self.model.steps[each.key].outcomes)
        elif node.kind == "serviceTask":
            yield from (Move(FINISH, each.key, outcome.code) for outcome in node.outcomes)
            if not node.outcomes:
                yield Move(FINISH, each.key, DONE)
        else:
            for event in self.model.caught_by(each.key):
                inner_error = event.event is not None and event.event.kind is EventKind.ERROR
                if not inner_error or self.model.nodes[event.host].kind == "serviceTask":
                    yield Move(FIRE, event.key)

    def gate_of(self, move: Move) -> str:
        """Return the element that waits for a move: the gateway for the events behind it."""
        return next((each.key for each in self.waiting if move in tuple(self._moves_at(each))), move.element)

    def make(self, move: Move) -> None:
        """Let one thing happen.

        :raises MoveImpossible: the case does not wait for it
        :raises ExpressionFailed, EngineRefused: the model cannot go on from here
        """
        for each in self.waiting:
            if move in tuple(self._moves_at(each)):
                break
        else:
            raise MoveImpossible(str(move))
        if move.kind == FIRE:
            node = self.model.nodes[move.element]
            again = not node.interrupting and node.event is not None and node.event.form is TimerForm.CYCLE
            self.run.fire(each.task_id, move.element, again=again)
        else:
            self._finish(each, move.outcome)
        self.said += self.run.thrown
        self.run.thrown = []

    def _finish(self, each: ReadyStep, outcome: str) -> None:
        step = self.model.steps.get(each.key)
        if step is not None and step.each:
            given = self.answers.setdefault(each.task_id, [])
            given.append(outcome)
            asked = len(parts_of(step, self.data, self.run.outcomes, outcome))
            decided = settle(step, given, asked=asked, data=self.data, steps=self.run.outcomes)
            if decided is None:
                return
            self.data["answers"] = {**self.data.get("answers", {}), step.key: count_answers(step, given)}
            outcome = decided
        self.last_outcome = outcome
        self.run.complete(each.task_id, outcome)

    def keep(self) -> None:
        """Store the case and load it again, as happens between two acts."""
        self.run = Run.load(self.program, self.run.dump(), self.data)


def every_way(
    model: Model, program: Program, data: dict[str, Any], *, most: int = 2_000, visits: int = 2
) -> Iterator[tuple[tuple[Move, ...], Walk]]:
    """Yield every way through a model with the case at its end; each choice is made at most `visits` times a way.

    Of branches that run side by side the first goes first: their order changes nothing but the number of ways.

    :raises MoveImpossible: a case waits for nothing and has not ended, or there are more ways than `most`
    """
    open_ways: list[tuple[Move, ...]] = [()]
    found = 0
    while open_ways:
        way = open_ways.pop()
        walk = Walk(model, program, dict(data))
        for move in way:
            walk.make(move)
            walk.keep()
        if walk.run.ended:
            found += 1
            if found > most:
                raise MoveImpossible(f"more than {most} ways")
            yield way, walk
            continue
        chosen = _next_moves(walk, Counter(way), visits)
        if not chosen and not walk.moves():
            raise MoveImpossible(f"stuck after {', '.join(map(str, way))} at {', '.join(walk.present) or 'nothing'}")
        open_ways += [(*way, move) for move in chosen]


def _next_moves(walk: Walk, made: Counter[Move], visits: int) -> list[Move]:
    """Return the moves of the first branch, and the events that may interrupt any."""
    nodes = walk.model.nodes
    inside = [move for move in walk.moves() if nodes[move.element].kind != "boundaryEvent"]
    borders = [move for move in walk.moves() if nodes[move.element].kind == "boundaryEvent"]
    if not inside:
        return borders
    first = inside[0]
    gate = walk.gate_of(first)
    same = [move for move in inside if walk.gate_of(move) == gate]
    several = walk.model.steps.get(first.element)
    most = visits * 10 if several is not None and several.each else visits
    chosen = [move for move in same if made[move] < most]
    return chosen + [move for move in borders if made[move] < 1]
