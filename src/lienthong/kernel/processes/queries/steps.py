"""The thread of one case: done, present, ahead; and the time each step took."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound

from ..contracts import CANCELLED, RETURNED, ProcessState, StepInfo, StepStatus, StepTime, WorkItemInfo
from ..models import ProcessInstance, WorkItem
from ..models.instance import LIVE
from ..models.work_item import OPEN
from ..rules.limits import limit_minutes
from ..rules.model import Step, steps_ahead
from .definitions import get_running
from .items import describe_item, describe_state, outcome_label

ENDED_AS = {RETURNED: StepStatus.RETURNED, CANCELLED: StepStatus.CANCELLED}


def open_items_for(*, subject_type: str, subject_key: str) -> tuple[WorkItemInfo, ...]:
    """Return the open steps of a subject by due date. One statement."""
    rows = WorkItem.objects.filter(OPEN, subject_type=subject_type, subject_key=subject_key)
    found = sorted(rows.select_related("agency", "assignee"), key=lambda item: (item.due_at, item.pk))
    return tuple(describe_item(item) for item in found)


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

    At most two statements once the definition is known to the process.
    """
    rows = WorkItem.objects.filter(subject_type=subject_type, subject_key=subject_key)
    items = list(rows.select_related("agency", "assignee").order_by("opened_at", "pk"))
    begun = [_done_or_present(item) for item in items]
    live = (
        ProcessInstance.objects.filter(
            subject_type=subject_type, subject_key=subject_key, status__in=[item.value for item in LIVE]
        )
        .values_list("definition_id", flat=True)
        .first()
    )
    if live is None:
        return tuple(begun)
    model = get_running(live).model
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
