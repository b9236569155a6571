"""Giving a step back to colleagues of the same role."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor

from ..contracts import WorkItemInfo
from .claim import reload_item
from .holding import note_holder
from .locking import lock_item, require_step


def release(
    *,
    work_item_id: int,
    actor: Actor,
    now: datetime,
    subject_key: str | None = None,
) -> WorkItemInfo:
    """Give back a step one holds; its due date stays.

    :raises StepTaken: another officer holds it
    """
    item = lock_item(work_item_id, subject_key)
    require_step(item, actor)
    if item.assignee_id is not None:
        note_holder(item, now)
        item.previous_assignee_id = item.assignee_id
        item.assignee_id = None
        item.claimed_at = None
        item.version += 1
        item.save(update_fields=["assignee", "previous_assignee", "claimed_at", "holders", "version"])
    return reload_item(item)
