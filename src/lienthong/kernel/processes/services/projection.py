"""Keeping the rows of work equal to the engine's token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.calendars.queries import working_minutes_between

from ..contracts import CANCELLED, InstanceStatus, ProcessState
from ..models import ProcessInstance, WorkItem
from ..queries.definitions import Running, get_running
from ..queries.items import describe_state
from ..rules.engine import Run
from .parts import new_items
from .waits import say, sync_waits

_OF_CASE = Prepared(
    lambda instance_id: WorkItem.objects.select_related("agency", "assignee", "completed_by").filter(
        instance_id=instance_id
    )
)


def load_run(instance: ProcessInstance) -> tuple[Running, Run]:
    """Return the definition and the engine's state of a live case; no statement once the definition is known."""
    running = get_running(instance.definition_id)
    return running, Run.load(running.spec, bytes(instance.state or b""), instance.data)


def minutes_used(item: WorkItem, calendar_id: int, now: datetime) -> int:
    """Return the working minutes a step took, without the time in which the clock stood."""
    end = item.paused_at or now
    spent = working_minutes_between(calendar_id=calendar_id, start=item.opened_at, end=max(end, item.opened_at))
    return max(0, spent - item.paused_minutes)


def close_item(item: WorkItem, *, outcome: str, actor: Actor, now: datetime, note: str, calendar_id: int) -> None:
    """Write down who finished a step, how and in what time. One statement."""
    item.working_minutes_used = minutes_used(item, calendar_id, now)
    item.completed_at = now
    item.completed_by_id = actor.user_id
    item.completed_by_name = actor.name
    item.on_behalf_of = actor.on_behalf_of
    item.outcome = outcome
    item.note = note
    item.paused_at = None
    item.version += 1
    fields = ["completed_at", "completed_by", "completed_by_name", "on_behalf_of", "outcome", "note"]
    item.save(update_fields=[*fields, "paused_at", "working_minutes_used", "version"])


def _load_items(instance: ProcessInstance) -> list[WorkItem]:
    # Put in order here: for rows as wide as these, writing the ORDER BY takes longer than sorting the few.
    return sorted(_OF_CASE(instance_id=instance.pk), key=lambda item: (item.opened_at, item.pk))


def project(
    instance: ProcessInstance,
    running: Running,
    run: Run,
    *,
    actor: Actor,
    now: datetime,
    fresh: bool = False,
    closes_as: str = CANCELLED,
    remaining: Mapping[str, int] | None = None,
) -> ProcessState:
    """Open a row for each step the engine waits for, close rows it no longer waits for, and store its state.

    At most three statements: the rows of the case, the new rows, the case. For a fresh case the row exists already.
    A model with waits costs those of `sync_waits` besides.

    :param closes_as: the outcome of steps that the engine has left without finishing them
    :param remaining: how often cycles that have just fired fire again
    """
    earlier = [] if fresh else _load_items(instance)
    ready = run.ready()
    waiting = {step.task_id for step in ready}
    still_open: list[WorkItem] = []
    for item in earlier:
        if item.completed_at is None and item.engine_task in waiting:
            still_open.append(item)
        elif item.completed_at is None:
            close_item(item, outcome=closes_as, actor=actor, now=now, note="", calendar_id=instance.calendar_id)
    steps = running.model.steps
    new = [
        item
        for each in ready
        if each.key in steps
        for item in new_items(instance, run, each, steps[each.key], earlier, now)
    ]
    opened = WorkItem.objects.bulk_create(new)
    _load_agencies(opened, earlier)
    sync_waits(instance, running, run, ready, now=now, remaining=remaining)
    say(instance, running, run, now)
    _store(instance, run, now)
    return describe_state(instance, sorted([*still_open, *opened], key=lambda item: (item.due_at, item.pk)))


def _load_agencies(opened: Iterable[WorkItem], earlier: list[WorkItem]) -> None:
    """Reuse agencies that are loaded already; a step at a new place costs one statement."""
    known: dict[int, Any] = {item.agency_id: item.agency for item in earlier}
    for item in opened:
        if item.agency_id in known:
            item.agency = known[item.agency_id]
        else:
            known[item.agency_id] = item.agency


def _store(instance: ProcessInstance, run: Run, now: datetime) -> None:
    """Store the engine's state, or drop it at the end. One statement."""
    if run.ended:
        instance.status = InstanceStatus.ENDED
        instance.ended_at = now
        instance.state = None
    else:
        instance.state = run.dump()
    instance.save(update_fields=["status", "ended_at", "state", "data", "last_outcome"])
