"""Giving a step to a named officer."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.queries import appointments_in

from ..contracts import NotYourStep, OfficerElsewhere, WorkItemInfo
from ..policy import may_reassign
from .claim import reload_item
from .holding import note_holder
from .locking import lock_item


def reassign(*, work_item_id: int, user_id: int, actor: Actor, now: datetime) -> WorkItemInfo:
    """Give a step to another officer; its due date stays.

    :raises StepTaken: it is finished already
    :raises NotYourStep: the actor neither holds it nor directs work in that agency
    :raises OfficerElsewhere: the officer does not hold the role of the step in its agency today
    """
    item = lock_item(work_item_id)
    if not may_reassign(actor, item):
        raise NotYourStep(_("You may not give this step to another officer."))
    today = timezone.localdate(now)
    holders = {held.user_id for held in appointments_in(agency_id=item.agency_id, at=today) if item.role in held.roles}
    if user_id not in holders:
        words = {"agency": item.agency.name}
        raise OfficerElsewhere(_("This officer does not do such steps at %(agency)s.") % words, **words)
    note_holder(item, now)
    item.previous_assignee_id = item.assignee_id
    item.assignee_id = user_id
    item.claimed_at = now
    item.version += 1
    item.save(update_fields=["assignee", "previous_assignee", "claimed_at", "holders", "version"])
    return reload_item(item)
