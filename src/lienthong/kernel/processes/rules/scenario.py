"""Stories that a process must tell before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.acts.contracts import DomainError

from .engine import EngineRefused, Program
from .model import Model
from .walk import FINISH, FIRE, Move, MoveImpossible, Walk

MOST_MOVES = 200


@dataclass(frozen=True)
class Scenario:
    """What happens, and where the case stands afterwards; nowhere when it has ended."""

    name: str
    moves: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)
    expected: tuple[str, ...] = ()
    expected_outcome: str = ""


@dataclass(frozen=True)
class Told:
    """How a story went: where it stopped short, or what stands otherwise than expected; empty when all is well."""

    name: str
    failed_at: str = ""
    reason: str = ""
    stands_at: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Tell whether the process tells the story."""
        return not self.reason


def parse_move(text: str) -> Move:
    """Read "step:outcome" for a step that ends, or "event!" for an event that happens.

    :raises MoveImpossible: it is neither
    """
    plain = text.strip()
    if plain.endswith("!") and len(plain) > 1:
        return Move(FIRE, plain[:-1].strip())
    element, colon, outcome = plain.partition(":")
    if not colon or not element.strip() or not outcome.strip():
        raise MoveImpossible(text)
    return Move(FINISH, element.strip(), outcome.strip())


def tell(model: Model, program: Program, scenario: Scenario) -> Told:
    """Let a story happen and compare its end; never raises."""
    passed: list[str] = []
    last = ""
    try:
        walk = Walk(model, program, dict(scenario.data))
        for text in scenario.moves[:MOST_MOVES]:
            last = text
            move = parse_move(text)
            walk.make(move)
            walk.keep()
            passed.append(move.element)
    except MoveImpossible:
        return Told(scenario.name, last, "impossible", _present(model, program, scenario, passed), tuple(passed))
    except (DomainError, EngineRefused) as refusal:
        return Told(scenario.name, last, str(refusal) or "engine", (), tuple(passed))
    present = () if walk.run.ended else walk.present
    if tuple(sorted(scenario.expected)) != present:
        return Told(scenario.name, "", "elsewhere", present, tuple(passed))
    if scenario.expected_outcome and scenario.expected_outcome != walk.last_outcome:
        return Told(scenario.name, "", "other_outcome", (walk.last_outcome,), tuple(passed))
    return Told(scenario.name, stands_at=present, passed=tuple(passed))


def _present(model: Model, program: Program, scenario: Scenario, passed: list[str]) -> tuple[str, ...]:
    """Return where the case stood before the move that was impossible."""
    walk = Walk(model, program, dict(scenario.data))
    for text in scenario.moves[: len(passed)]:
        walk.make(parse_move(text))
    return () if walk.run.ended else walk.present


def never_passed(model: Model, told: Iterable[Told]) -> tuple[str, ...]:
    """Return the steps that no story passes."""
    passed = {element for each in told for element in (*each.passed, *each.stands_at)}
    return tuple(key for key in model.steps if key not in passed)
