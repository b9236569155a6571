"""One outcome out of the answers of several agencies, and when enough of them have answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.kernel.forms.contracts import ExpressionFailed
from lienthong.kernel.forms.queries import evaluate

from .model import Step

MOST_PARTS = 200
SILENT = "silent"


@dataclass(frozen=True)
class Part:
    """One of several agencies that are asked; empty values are those of the step itself."""

    agency_id: int | None = None
    place: str = ""
    limit: str = ""


def _part(value: Any) -> Part:
    """Read one entry of the list: an agency's number, the name of a place, or both with a limit of its own.

    :raises ExpressionFailed: it is none of these
    """
    if isinstance(value, Mapping):
        inner = _part(value.get("agency", value.get("place")))
        return Part(inner.agency_id, inner.place, str(value.get("limit", "")))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Part(agency_id=int(value))
    if isinstance(value, str) and value:
        return Part(place=value)
    raise ExpressionFailed("The list of agencies holds something that is none.")


def parts_of(step: Step, data: Mapping[str, Any], steps: Mapping[str, str], outcome: str) -> tuple[Part, ...]:
    """Return whom a step asks; one part, with nothing of its own, for a step that asks one agency.

    :raises ExpressionFailed: the list is missing, empty or too long
    """
    if not step.each:
        return (Part(),)
    if step.each.isdigit():
        value: Any = [step.place] * int(step.each)
    else:
        value = evaluate(step.each, {"data": dict(data), "steps": dict(steps), "outcome": outcome})
        value = [step.place] * int(value) if isinstance(value, int | float) else value
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_PARTS:
        raise ExpressionFailed(f"{step.name}: nobody, or more than {MOST_PARTS}, would be asked.")
    return tuple(_part(each) for each in value)


def count_answers(step: Step, answers: Sequence[str]) -> dict[str, int]:
    """Return how often each outcome of the step was given."""
    counted = Counter(answers)
    return {outcome.code: counted[outcome.code] for outcome in step.outcomes}


def settle(
    step: Step, answers: Sequence[str], *, asked: int, data: Mapping[str, Any], steps: Mapping[str, str]
) -> str | None:
    """Return the outcome of a step that asks several agencies; None while more answers are awaited.

    :param asked: how many agencies are asked in all
    :raises ExpressionFailed: the rule of the step cannot be worked out, or gives none of its outcomes
    """
    counted = count_answers(step, answers)
    outcome = answers[-1] if answers else ""
    variables = {"data": dict(data), "steps": dict(steps), "outcome": outcome, "answers": counted, "asked": asked}
    if len(answers) < asked and not (step.enough and bool(evaluate(step.enough, variables))):
        return None
    if not step.decide:
        return step.outcomes[0].code
    decided = evaluate(step.decide, variables)
    if decided not in counted:
        raise ExpressionFailed(f"{step.name}: “{decided}” is none of its outcomes.")
    return str(decided)
