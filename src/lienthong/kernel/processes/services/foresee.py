"""Telling for many steps at once what an act on each would refuse, for the dry run of bulk work."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from lienthong.kernel.acts.contracts import Actor, DomainError

from ..models import WorkItem
from ..policy import may_reassign
from .locking import no_such_step, not_yours_to_give, require_open, require_running, require_step, unknown_outcome
from .reassign import does_no_such_steps, holders_of_role

Refusals = tuple[DomainError | None, ...]


def foresee_work(*, asked: Sequence[tuple[int, str]], actor: Actor, outcome: str = "") -> Refusals:
    """Return for each step what working on it would refuse now, or None. One statement; nothing is locked.

    :param asked: the step and the subject on which the act is done
    :param outcome: the act finishes the step with it, so the clock must run
    """

    def check(item: WorkItem) -> None:
        require_step(item, actor)
        if outcome:
            require_running(item)
            if outcome not in {code for code, _label in item.outcomes}:
                raise unknown_outcome(item, outcome)

    return tuple(_refusal(item, check) for item in _found(asked))


def foresee_giving(
    *, asked: Sequence[tuple[int, str]], receivers: Sequence[int | None], actor: Actor, now: datetime
) -> Refusals:
    """Return for each step what giving it away would refuse now, or None. One statement, and one for each agency."""
    holders: dict[tuple[int, str], set[int]] = {}

    def check(item: WorkItem, receiver: int | None) -> None:
        if not may_reassign(actor, item):
            raise not_yours_to_give()
        place = (item.agency_id, item.role)
        if receiver is not None and place not in holders:
            holders[place] = holders_of_role(item, now)
        if receiver is not None and receiver not in holders[place]:
            raise does_no_such_steps(item)

    found = zip(_found(asked), receivers, strict=True)
    return tuple(_refusal(item, partial(check, receiver=receiver)) for item, receiver in found)


def _found(asked: Sequence[tuple[int, str]]) -> list[WorkItem | None]:
    rows = WorkItem.objects.filter(pk__in={step for step, _key in asked}).select_related("agency", "assignee")
    found = {item.pk: item for item in rows}
    return [item if (item := found.get(step)) is not None and item.subject_key == key else None for step, key in asked]


def _refusal(item: WorkItem | None, check: Callable[[WorkItem], None]) -> DomainError | None:
    if item is None:
        return no_such_step()
    try:
        require_open(item)
        check(item)
    except DomainError as refused:
        return refused
    return None
