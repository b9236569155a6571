"""Keeping the rows of work equal to the engine's token."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.queries import add_limit, working_minutes_between

from ..contracts import RETURNED, InstanceStatus, PlaceMissing, ProcessState
from ..models import ProcessInstance, WorkItem
from ..queries.definitions import Running, get_running
from ..queries.items import describe_state
from ..rules_engine import ReadyStep, Run
from ..rules_limits import parse_limit
from ..rules_model import Step


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


def due_for(instance: ProcessInstance, limit_text: str, start: datetime) -> datetime:
    """Return when a step that begins now is due, in the calendar of the case."""
    limit = parse_limit(limit_text)
    if limit is None:
        return start
    return add_limit(calendar_id=instance.calendar_id, start=start, limit=limit)


def _last_officer(earlier: list[WorkItem], step: Step) -> WorkItem | None:
    """Return the finished item whose officer keeps this step: the same step before, or the one it names.

    Returns to an earlier step go to the same officer while the account is active (onestop §6.9).
    """
    for key in (step.key, step.same_officer_as):
        for item in reversed(earlier):
            done = item.step_key == key and item.completed_at is not None
            if key and done and item.completed_by is not None and item.completed_by.is_active:
                return item
    return None


def _new_item(
    instance: ProcessInstance, ready: ReadyStep, step: Step, earlier: list[WorkItem], now: datetime
) -> WorkItem:
    """Return the row of a step that begins now.

    :raises PlaceMissing: no agency was given for the place of the step
    """
    if step.place not in instance.places:
        raise PlaceMissing(_("No agency is known for the step “%(step)s”.") % {"step": step.name}, place=step.place)
    before = _last_officer(earlier, step)
    same = before.completed_by if before is not None else None
    return WorkItem(
        instance=instance,
        engine_task=ready.task_id,
        system=instance.system,
        subject_type=instance.subject_type,
        subject_key=instance.subject_key,
        title=instance.title,
        subtitle=instance.subtitle,
        url=instance.url,
        step_key=step.key,
        step_name=step.name,
        outcomes=[[outcome.code, outcome.label] for outcome in step.outcomes],
        form=step.form,
        role=step.role,
        agency_id=instance.places[step.place],
        assignee=same,
        claimed_at=now if same is not None else None,
        limit=step.limit,
        opened_at=now,
        due_at=due_for(instance, step.limit, now),
        subject_due_at=instance.subject_due_at,
        round=1 + sum(1 for item in earlier if item.step_key == step.key),
    )


def _load_items(instance: ProcessInstance) -> list[WorkItem]:
    # Put in order here: for rows as wide as these, writing the ORDER BY takes longer than sorting the few.
    rows = instance.items.select_related("agency", "assignee", "completed_by")
    return sorted(rows, key=lambda item: (item.opened_at, item.pk))


def project(
    instance: ProcessInstance, running: Running, run: Run, *, actor: Actor, now: datetime, fresh: bool = False
) -> ProcessState:
    """Open a row for each step the engine waits for, close rows it no longer waits for, and store its state.

    At most three statements: the rows of the case, the new rows, the case. For a fresh case the row exists already.
    """
    earlier = [] if fresh else _load_items(instance)
    waiting = {step.task_id: step for step in run.ready()}
    still_open: list[WorkItem] = []
    for item in earlier:
        if item.completed_at is None and item.engine_task in waiting:
            still_open.append(item)
        elif item.completed_at is None:
            close_item(item, outcome=RETURNED, actor=actor, now=now, note="", calendar_id=instance.calendar_id)
    known = {item.engine_task for item in still_open}
    steps = running.model.steps
    new = [
        _new_item(instance, step, steps[step.key], earlier, now)
        for step in waiting.values()
        if step.task_id not in known
    ]
    opened = WorkItem.objects.bulk_create(new)
    _load_agencies(opened, earlier)
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
