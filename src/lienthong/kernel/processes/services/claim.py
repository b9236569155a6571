"""Taking a step that nobody holds."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import Prepared

from ..contracts import WorkItemInfo
from ..models import WorkItem
from ..queries.items import describe_item
from .locking import lock_item, require_step

_WHOLE = Prepared(lambda pk: WorkItem.objects.select_related("agency", "assignee").filter(pk=pk))


def reload_item(item: WorkItem) -> WorkItemInfo:
    """Return a changed row as plain data."""
    (row,) = _WHOLE(pk=item.pk)
    return describe_item(row)


def claim(*, work_item_id: int, actor: Actor, now: datetime, subject_key: str | None = None) -> WorkItemInfo:
    """Hold a step, so that colleagues see who does it; claiming again changes nothing.

    :raises StepTaken: another officer was faster; says who and when
    :raises NotYourStep: it waits for another role or agency
    """
    item = lock_item(work_item_id, subject_key)
    require_step(item, actor)
    if item.assignee_id is None:
        item.assignee_id = actor.user_id
        item.claimed_at = now
        item.version += 1
        item.save(update_fields=["assignee", "claimed_at", "version"])
    return reload_item(item)
