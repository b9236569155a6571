"""Stopping the clock of a case, each time with its legal ground."""

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from ..contracts import InstanceStatus, ProcessPaused, ProcessState
from ..models import WorkItem
from ..models.wait import PENDING
from ..models.work_item import OPEN
from ..queries.items import describe_state
from .locking import lock_live


def open_rows(instance_id: int) -> list[WorkItem]:
    """Return the open rows of a case. One statement."""
    rows = WorkItem.objects.filter(OPEN, instance_id=instance_id).select_related("agency", "assignee")
    return list(rows.order_by("due_at", "pk"))


def pause(*, subject_type: str, subject_key: str, ground: str, actor: Actor, now: datetime) -> ProcessState:
    """Stop the clock of every open step; nothing moves until `resume` (onestop §9.3).

    :param ground: the legal ground, kept with the interval (R-42)
    :raises NotFound: no process is running for the subject
    :raises ProcessPaused: the clock stands already
    """
    instance = lock_live(subject_type=subject_type, subject_key=subject_key)
    if instance.status == InstanceStatus.PAUSED:
        raise ProcessPaused(_("The clock of this case stands already."))
    instance.status = InstanceStatus.PAUSED
    instance.paused_at = now
    instance.pauses = [*instance.pauses, {"from": now.isoformat(), "to": None, "ground": ground, "by": actor.name}]
    instance.save(update_fields=["status", "paused_at", "pauses"])
    items = open_rows(instance.pk)
    for item in items:
        item.paused_at = now
    WorkItem.objects.bulk_update(items, ["paused_at"])
    instance.waits.filter(PENDING, due_at__isnull=False).update(stopped_at=now)
    return describe_state(instance, items)
