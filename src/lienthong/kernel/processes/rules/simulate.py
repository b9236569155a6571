"""What a new version would have made of past cases, in working minutes."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from typing import Any

from lienthong.kernel.acts.contracts import DomainError

from .engine import EngineRefused, Program
from .limits import limit_minutes
from .model import DONE, EventKind, Model
from .timers import TimerRefused, parse_timer
from .walk import FINISH, FIRE, Move, MoveImpossible, Walk

MOST_MOVES = 500


@dataclass(frozen=True)
class PastStep:
    """One finished step of a past case: how it ended and the working minutes it took."""

    key: str
    outcome: str
    minutes: int


@dataclass(frozen=True)
class PastCase:
    """A case that has ended, with its steps in order."""

    subject: str
    data: dict[str, Any]
    steps: tuple[PastStep, ...]
    late: bool


@dataclass(frozen=True)
class Imagined:
    """The same case under the new version: its minutes in all, those of each step, and why it did not end."""

    minutes: int
    steps: tuple[tuple[str, int], ...]
    reason: str = ""


@dataclass
class StepSum:
    """What all cases together say about one step."""

    minutes: list[int] = field(default_factory=list)
    over: int = 0
    guessed: int = 0

    def plain(self) -> dict[str, int]:
        """Return the figures: cases, median and ninth decile of minutes, cases over the limit, minutes guessed."""
        ordered = sorted(self.minutes)
        ninth = ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)] if ordered else 0
        middle = int(median(ordered)) if ordered else 0
        return {"cases": len(ordered), "median": middle, "ninth": ninth, "over": self.over, "guessed": self.guessed}


def usual_minutes(cases: Sequence[PastCase]) -> dict[str, int]:
    """Return the median of each step over all cases, for cases that did not have it."""
    found: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        for step in case.steps:
            found[step.key].append(step.minutes)
    return {key: int(median(minutes)) for key, minutes in found.items()}


class Imagination:
    """One past case walking through a new version, on a clock of working minutes."""

    def __init__(self, model: Model, program: Program, case: PastCase, usual: Mapping[str, int]) -> None:
        """Take what the case did as what its people would do again."""
        self.model = model
        self.walk = Walk(model, program, dict(case.data))
        self.usual = usual
        self.known: dict[str, deque[PastStep]] = defaultdict(deque)
        for step in case.steps:
            self.known[step.key].append(step)
        self.taken: list[tuple[str, int]] = []
        self.guessed: set[str] = set()
        self._queue: list[tuple[int, int, Move, int, object]] = []
        self._seen: set[object] = set()
        self._numbers = count()

    def run(self) -> Imagined:
        """Let everything happen in the order of time; never raises."""
        now = 0
        try:
            self._plan(now)
            for _move in range(MOST_MOVES):
                if self.walk.run.ended or not self._queue:
                    break
                now, _number, move, minutes, task = heapq.heappop(self._queue)
                if task in {each.task_id for each in self.walk.waiting}:
                    self.walk.make(move)
                    if move.kind == FINISH and move.element in self.model.steps:
                        self.taken.append((move.element, minutes))
                    self._plan(now)
        except (DomainError, EngineRefused, MoveImpossible) as refusal:
            return Imagined(now, tuple(self.taken), str(refusal) or "stuck")
        return Imagined(now, tuple(self.taken), "" if self.walk.run.ended else "stuck")

    def _plan(self, now: int) -> None:
        """Put what has just begun to wait on the clock; parts of a step that asks several begin anew each time."""
        for each in self.walk.waiting:
            step = self.model.steps.get(each.key)
            again = step is not None and step.each
            if each.task_id in self._seen and not again:
                continue
            self._seen.add(each.task_id)
            planned = self._move(each.key)
            if planned is not None:
                move, minutes = planned
                heapq.heappush(self._queue, (now + minutes, next(self._numbers), move, minutes, each.task_id))

    def _move(self, key: str) -> tuple[Move, int] | None:
        """Return what will happen at an element and after how many minutes; None for what nobody foresees."""
        node = self.model.nodes[key]
        if key in self.model.steps:
            return self._step(key)
        if node.kind == "serviceTask":
            return Move(FINISH, key, node.outcomes[0].code if node.outcomes else DONE), 0
        timers = [(self._timer(event.key), event.key) for event in self.model.caught_by(key)]
        known = [(minutes, event) for minutes, event in timers if minutes is not None]
        if known:
            minutes, event = min(known)
            return Move(FIRE, event), minutes
        # A message or signal is taken to come at once; on a border it is taken not to come.
        return None if node.kind == "boundaryEvent" else (Move(FIRE, self.model.caught_by(key)[0].key), 0)

    def _step(self, key: str) -> tuple[Move, int]:
        step = self.model.steps[key]
        codes = [outcome.code for outcome in step.outcomes]
        past = self.known[key].popleft() if self.known[key] else None
        outcome = past.outcome if past is not None and past.outcome in codes else codes[0]
        if past is not None:
            return Move(FINISH, key, outcome), past.minutes
        self.guessed.add(key)
        return Move(FINISH, key, outcome), self.usual.get(key, limit_minutes(step.limit))

    def _timer(self, key: str) -> int | None:
        event = self.model.nodes[key].event
        if event is None or event.kind is not EventKind.TIMER:
            return None
        try:
            timer = parse_timer(event.timer, event.form)
        except TimerRefused:
            return None
        if timer.limit is not None:
            return limit_minutes(str(timer.limit))
        return int(timer.span.total_seconds() // 60) // 3 if timer.span is not None else None


def simulate(model: Model, program: Program, cases: Sequence[PastCase], *, total_limit: str) -> dict[str, Any]:
    """Return how many cases would be late and where they wait, beside how many were late in fact.

    People are taken to do what they did, in the working minutes it took them; a step they did not have takes what
    it usually takes, else its whole limit.
    """
    allowed = limit_minutes(total_limit)
    usual = usual_minutes(cases)
    sums: dict[str, StepSum] = {key: StepSum() for key in model.steps}
    late: list[str] = []
    stuck: list[tuple[str, str]] = []
    minutes: list[int] = []
    for case in cases:
        imagination = Imagination(model, program, case, usual)
        imagined = imagination.run()
        if imagined.reason:
            stuck.append((case.subject, imagined.reason))
            continue
        minutes.append(imagined.minutes)
        if imagined.minutes > allowed:
            late.append(case.subject)
        for key, taken in imagined.steps:
            sums[key].minutes.append(taken)
            sums[key].over += taken > limit_minutes(model.steps[key].limit)
            sums[key].guessed += key in imagination.guessed
    return {
        "cases": len(cases),
        "late_before": sum(case.late for case in cases),
        "late_after": len(late),
        "late": late[:100],
        "stuck": stuck[:100],
        "stuck_count": len(stuck),
        "median": int(median(minutes)) if minutes else 0,
        "allowed": allowed,
        "steps": {key: each.plain() for key, each in sums.items()},
    }
