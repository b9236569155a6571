"""The thread of one case: done, present, ahead; and the time each step took."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import Prepared

from ..contracts import CANCELLED, RETURNED, ProcessState, StepInfo, StepStatus, StepTime, Thread, WorkItemInfo
from ..models import ProcessInstance, WorkItem
from ..models.instance import LIVE
from ..models.work_item import OPEN
from ..policy import may_do
from ..rules.limits import limit_minutes
from ..rules.model import Step, steps_ahead
from .definitions import get_running
from .items import describe_item, describe_state, outcome_label

ENDED_AS = {RETURNED: StepStatus.RETURNED, CANCELLED: StepStatus.CANCELLED}
_OF_SUBJECT = WorkItem.objects.select_related("agency", "assignee")
_BEGUN = Prepared(
    lambda kind, key: (
        _OF_SUBJECT.filter(subject_type=kind, subject_key=key)
        .select_related("instance")
        .defer("instance__state", "instance__data", "instance__places", "instance__pauses")
        .order_by("opened_at", "pk")
    )
)
_OPEN = Prepared(
    lambda kind, key: _OF_SUBJECT.filter(OPEN, subject_type=kind, subject_key=key).order_by("due_at", "pk")
)


def open_items_for(*, subject_type: str, subject_key: str) -> tuple[WorkItemInfo, ...]:
    """Return the open steps of a subject by due date. One statement."""
    return tuple(map(describe_item, _OPEN(kind=subject_type, key=subject_key)))


def my_items_for(*, viewer: Actor, subject_type: str, subject_key: str) -> tuple[WorkItemInfo, ...]:
    """Return the open steps of a subject that the viewer may do, by due date, paused ones last. One statement."""
    return _mine(_OPEN(kind=subject_type, key=subject_key), viewer)


def _mine(items: list[WorkItem], viewer: Actor) -> tuple[WorkItemInfo, ...]:
    found = [item for item in items if item.completed_at is None and may_do(viewer, item)]
    found.sort(key=lambda item: (item.paused_at is not None, item.due_at, item.pk))
    return tuple(map(describe_item, found))


def open_holders_of(*, subject_type: str, subject_keys: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Return who holds each of many subjects: step, agency and officer, empty when nobody took it. One statement.

    Of several open steps it is the one due first; a subject without any is left out.
    """
    rows = WorkItem.objects.filter(OPEN, subject_type=subject_type, subject_key__in=subject_keys)
    found: dict[str, tuple[str, str, str]] = {}
    names = ("subject_key", "step_name", "agency__name", "assignee__name")
    for key, step, agency, officer in rows.order_by("due_at", "pk").values_list(*names):
        found.setdefault(key, (step, agency, officer or ""))
    return found


def open_steps_of(*, subject_type: str, subject_keys: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Return the open steps of many subjects by key, by due date; a subject without any is left out. One statement."""
    rows = WorkItem.objects.filter(OPEN, subject_type=subject_type, subject_key__in=subject_keys)
    found: dict[str, tuple[int, ...]] = {}
    for key, step in rows.order_by("due_at", "pk").values_list("subject_key", "pk"):
        found[key] = (*found.get(key, ()), step)
    return found


def get_state(*, subject_type: str, subject_key: str) -> ProcessState:
    """Return the newest case of a subject with its open steps. Two statements.

    :raises NotFound: no process ever began for the subject
    """
    instance = (
        ProcessInstance.objects.filter(subject_type=subject_type, subject_key=subject_key)
        .defer("state")
        .order_by("-pk")
        .first()
    )
    if instance is None:
        raise NotFound(_("No process has begun here."))
    rows = WorkItem.objects.filter(OPEN, instance=instance).select_related("agency", "assignee")
    return describe_state(instance, list(rows.order_by("due_at", "pk")))


def _done_or_present(item: WorkItem) -> StepInfo:
    """Return a step that has begun."""
    done = item.completed_at is not None
    holder = item.assignee.name if item.assignee is not None else ""
    return StepInfo(
        key=item.step_key,
        name=item.step_name,
        status=ENDED_AS.get(item.outcome, StepStatus.DONE) if done else StepStatus.PRESENT,
        role=item.role,
        agency_name=item.agency.name,
        person=item.completed_by_name if done else holder,
        on_behalf_of=item.on_behalf_of,
        opened_at=item.opened_at,
        due_at=item.due_at,
        completed_at=item.completed_at,
        paused_at=item.paused_at,
        working_minutes_used=item.working_minutes_used,
        limit=item.limit,
        outcome=item.outcome,
        outcome_label=outcome_label(item) if done else "",
        note=item.note,
        round=item.round,
    )


def _ahead(step: Step) -> StepInfo:
    """Return a step that has not begun."""
    return StepInfo(key=step.key, name=step.name, status=StepStatus.AHEAD, role=step.role, limit=step.limit)


def list_steps(*, subject_type: str, subject_key: str) -> tuple[StepInfo, ...]:
    """Return the thread of a subject: what was done, what is being done, what usually follows.

    One statement once the definition is known to the process.
    """
    return _thread(_BEGUN(kind=subject_type, key=subject_key))


def get_thread(*, viewer: Actor, subject_type: str, subject_key: str) -> Thread:
    """Return the thread of a subject and the open steps in it that the viewer may do.

    One statement once the definition is known to the process.
    """
    items = _BEGUN(kind=subject_type, key=subject_key)
    return Thread(steps=_thread(items), mine=_mine(items, viewer))


def _thread(items: list[WorkItem]) -> tuple[StepInfo, ...]:
    begun = [_done_or_present(item) for item in items]
    live = min(
        (case for item in items if (case := item.instance) and case.status in LIVE),
        key=lambda case: case.pk,
        default=None,
    )
    if live is None:
        return tuple(begun)
    model = get_running(live.definition_id).model
    present = [item.step_key for item in items if item.completed_at is None]
    ahead: dict[str, Step] = {}
    for key in present:
        for step in steps_ahead(model, after=key):
            if step.key not in present:
                ahead.setdefault(step.key, step)
    # Finished steps stand first even where a parallel branch opened earlier than they did.
    begun.sort(key=lambda step: step.status is StepStatus.PRESENT)
    return (*begun, *(_ahead(step) for step in ahead.values()))


def time_by_step(*, subject_type: str, subject_key: str) -> tuple[StepTime, ...]:
    """Return the time each agency spent on each step, for the control slip. One statement."""
    rows = WorkItem.objects.filter(subject_type=subject_type, subject_key=subject_key).exclude(outcome=CANCELLED)
    return tuple(
        StepTime(
            agency_name=item.agency.name,
            step_key=item.step_key,
            step_name=item.step_name,
            working_minutes_used=item.working_minutes_used or 0,
            minutes_allowed=limit_minutes(item.limit),
            due_at=item.due_at,
            completed_at=item.completed_at,
            late=item.completed_at is not None and item.completed_at > item.due_at,
        )
        for item in rows.select_related("agency").order_by("opened_at", "pk")
    )
