"""Letting the clock of a case run again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.calendars.queries import add_working_minutes, working_minutes_between

from ..contracts import InstanceStatus, ProcessState
from ..models import ProcessInstance, WorkItem
from ..models.wait import PENDING
from ..queries.items import describe_state
from .ask_worker import ask_for_service
from .locking import lock_live
from .parts import due_for
from .pause import open_rows
from .waits import SERVICE


def _shift(item: WorkItem, instance: ProcessInstance, now: datetime, *, restart: bool) -> None:
    """Give a step what it had left when the clock stopped, or its whole limit anew.

    A step that was late already stays late: a pause heals nothing.
    """
    calendar_id = instance.calendar_id
    stopped = item.paused_at or now
    item.paused_minutes += working_minutes_between(calendar_id=calendar_id, start=stopped, end=max(now, stopped))
    if restart:
        item.due_at = due_for(instance, item.limit, now)
    elif item.due_at > stopped:
        left = working_minutes_between(calendar_id=calendar_id, start=stopped, end=item.due_at)
        item.due_at = add_working_minutes(calendar_id=calendar_id, start=now, minutes=left)
    item.paused_at = None
    item.subject_due_at = instance.subject_due_at
    item.version += 1


def _shift_waits(instance: ProcessInstance, now: datetime) -> None:
    """Give each timer the working time it had left when the clock stopped, and ask for services once more."""
    for wait_id in instance.waits.filter(PENDING, kind=SERVICE).values_list("pk", flat=True):
        ask_for_service(wait_id)
    for wait in instance.waits.filter(PENDING, stopped_at__isnull=False):
        stopped, due = wait.stopped_at or now, wait.due_at or now
        if due > stopped:
            left = working_minutes_between(calendar_id=instance.calendar_id, start=stopped, end=due)
            wait.due_at = add_working_minutes(calendar_id=instance.calendar_id, start=now, minutes=left)
        wait.stopped_at = None
        wait.save(update_fields=["due_at", "stopped_at"])


def resume(
    *,
    subject_type: str,
    subject_key: str,
    actor: Actor,
    now: datetime,
    restart: bool = False,
    subject_due_at: datetime | None = None,
) -> ProcessState:
    """Let the clock run again with the time that was left, or from the beginning (R-20, worked examples F and G).

    :param restart: the limit of each open step begins anew
    :param subject_due_at: the new date of the subject itself, when it changed
    :raises NotFound: no process is running for the subject
    :raises Conflict: the clock runs already
    """
    instance = lock_live(subject_type=subject_type, subject_key=subject_key)
    if instance.status != InstanceStatus.PAUSED:
        raise Conflict(_("The clock of this case runs already."))
    instance.status = InstanceStatus.RUNNING
    instance.paused_at = None
    ended = {**instance.pauses[-1], "to": now.isoformat(), "restart": restart, "resumed_by": actor.name}
    instance.pauses = [*instance.pauses[:-1], ended]
    if subject_due_at is not None:
        instance.subject_due_at = subject_due_at
    instance.save(update_fields=["status", "paused_at", "pauses", "subject_due_at"])
    items = open_rows(instance.pk)
    for item in items:
        _shift(item, instance, now, restart=restart)
    WorkItem.objects.bulk_update(items, ["due_at", "paused_at", "paused_minutes", "subject_due_at", "version"])
    _shift_waits(instance, now)
    return describe_state(instance, items)
