"""Giving a step to a named officer."""

from datetime import datetime

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor

from ..contracts import NotYourStep, WorkItemInfo
from ..policy import may_reassign
from .claim import reload_item
from .locking import lock_item


def reassign(*, work_item_id: int, user_id: int, actor: Actor, now: datetime) -> WorkItemInfo:
    """Give a step to another officer; its due date stays.

    The caller has made sure that the officer works in the agency of the step.

    :raises StepTaken: it is finished already
    :raises NotYourStep: the actor neither holds it nor directs work in that agency
    """
    item = lock_item(work_item_id)
    if not may_reassign(actor, item):
        raise NotYourStep(_("You may not give this step to another officer."))
    item.previous_assignee_id = item.assignee_id
    item.assignee_id = user_id
    item.claimed_at = now
    item.version += 1
    item.save(update_fields=["assignee", "previous_assignee", "claimed_at", "version"])
    return reload_item(item)
