"""Ending a process from outside: refused, withdrawn, stopped."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor

from ..contracts import CANCELLED, InstanceStatus, ProcessState
from ..models.wait import PENDING
from ..queries.items import describe_state
from .locking import lock_live
from .pause import open_rows
from .projection import close_item


def cancel(*, subject_type: str, subject_key: str, actor: Actor, now: datetime, reason: str = "") -> ProcessState:
    """End the live process of a subject; its open steps are closed as cancelled.

    :raises NotFound: no process is running for the subject
    """
    instance = lock_live(subject_type=subject_type, subject_key=subject_key)
    for item in open_rows(instance.pk):
        close_item(item, outcome=CANCELLED, actor=actor, now=now, note=reason, calendar_id=instance.calendar_id)
    instance.waits.filter(PENDING).update(closed_at=now)
    instance.status = InstanceStatus.CANCELLED
    instance.ended_at = now
    instance.paused_at = None
    instance.state = None
    instance.last_outcome = CANCELLED
    instance.save(update_fields=["status", "ended_at", "paused_at", "state", "last_outcome"])
    return describe_state(instance, [])
