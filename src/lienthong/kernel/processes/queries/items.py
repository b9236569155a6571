"""Rows of work as plain data."""

from django.utils.translation import gettext as _

from ..contracts import InstanceStatus, Outcome, ProcessState, WorkItemInfo
from ..models import ProcessInstance, WorkItem

# What `describe_item` reads, for lists that load no more.
SHOWN = (
    *("uuid", "system", "subject_type", "subject_key", "title", "subtitle", "url", "step_key", "step_name"),
    *(
        "outcomes",
        "role",
        "form",
        "agency__name",
        "agency__calendar",
        "assignee__name",
        "opened_at",
        "due_at",
        "subject_due_at",
    ),
    *("claimed_at", "paused_at", "round", "version", "instance"),
)


def describe_item(item: WorkItem) -> WorkItemInfo:
    """Return a row as plain data; agency and assignee must be loaded with it."""
    return WorkItemInfo(
        id=item.pk,
        uuid=item.uuid,
        system=item.system,
        subject_type=item.subject_type,
        subject_key=item.subject_key,
        title=item.title,
        subtitle=item.subtitle,
        url=item.url,
        step_key=item.step_key,
        step_name=item.step_name,
        outcomes=tuple(Outcome(code, label) for code, label in item.outcomes),
        role=item.role,
        form=item.form,
        agency_id=item.agency_id,
        agency_name=item.agency.name,
        assignee_id=item.assignee_id,
        assignee_name=item.assignee.name if item.assignee is not None else "",
        opened_at=item.opened_at,
        due_at=item.due_at,
        subject_due_at=item.subject_due_at,
        claimed_at=item.claimed_at,
        paused_at=item.paused_at,
        round=item.round,
        version=item.version,
        calendar_id=item.agency.calendar_id,
        is_errand=item.instance_id is None,
    )


def describe_state(instance: ProcessInstance, items: list[WorkItem]) -> ProcessState:
    """Return a case with its open items as plain data."""
    return ProcessState(
        instance_id=instance.pk,
        instance_uuid=instance.uuid,
        status=InstanceStatus(instance.status),
        open_items=tuple(describe_item(item) for item in items),
        last_outcome=instance.last_outcome,
    )


def outcome_label(item: WorkItem) -> str:
    """Return the label of the outcome a step ended with."""
    own = {"returned": _("Returned to the step before"), "cancelled": _("Stopped")}
    labels = dict(item.outcomes)
    return str(labels.get(item.outcome) or own.get(item.outcome, item.outcome))
