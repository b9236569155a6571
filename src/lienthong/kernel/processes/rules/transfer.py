"""Moving a running case to another version: its past is told again there, and must lead to the same place."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError

from .engine import EngineRefused, Program
from .model import Model
from .walk import FIRE, Move, MoveImpossible, Walk

MOST_MOVES = 1_000


@dataclass(frozen=True)
class Past:
    """What a case has behind it and where it stands: finished steps and happened events in order, open steps."""

    moves: tuple[tuple[str, str], ...]
    standing: tuple[str, ...]
    data: dict[str, Any]


@dataclass(frozen=True)
class Transfer:
    """Where a case would stand in the other version; `reason` is empty when that is where it stands now."""

    reason: str
    stands_at: tuple[str, ...] = ()
    walk: Walk | None = None
    tasks: tuple[tuple[str, UUID], ...] = ()


def _next_move(walk: Walk, behind: Mapping[str, deque[str]]) -> Move | None:
    """Return what the case did next; what it had not done yet is not done for it."""
    for move in walk.moves():
        left = behind.get(move.element)
        if left and (move.kind == FIRE or left[0] == move.outcome):
            left.popleft()
            return move
    return None


def transfer(model: Model, program: Program, past: Past, *, renamed: Mapping[str, str] | None = None) -> Transfer:
    """Tell a case's past in another version and say whether it ends where the case stands; never raises.

    :param renamed: the new key of steps that have another one there
    """
    names = renamed or {}
    behind: dict[str, deque[str]] = defaultdict(deque)
    for element, outcome in past.moves:
        behind[names.get(element, element)].append(outcome)
    standing = tuple(sorted({names.get(key, key) for key in past.standing}))
    unknown = [key for key in standing if key not in model.steps]
    if unknown:
        return Transfer("no_step", tuple(unknown))
    try:
        walk = Walk(model, program, dict(past.data))
        for _move in range(MOST_MOVES):
            move = _next_move(walk, behind)
            if move is None:
                break
            walk.make(move)
    except (DomainError, EngineRefused, MoveImpossible) as refusal:
        return Transfer("cannot", (str(refusal),))
    if walk.run.ended:
        return Transfer("ended")
    here = tuple((each.key, each.task_id) for each in walk.waiting if each.key in model.steps)
    reached = tuple(sorted({key for key, _task in here}))
    if reached != standing:
        return Transfer("elsewhere", reached)
    return Transfer("", reached, walk, here)


def summary(found: Sequence[tuple[str, Transfer]]) -> dict[str, Any]:
    """Return how many cases can move and, by reason, those that cannot."""
    reasons: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, each in found:
        reasons[each.reason].append((subject, ", ".join(each.stands_at)))
    return {
        "cases": len(found),
        "can": len(reasons.pop("", [])),
        "cannot": {reason: {"count": len(cases), "cases": cases[:50]} for reason, cases in reasons.items()},
    }
