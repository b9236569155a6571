"""Giving a step to a named officer."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.queries import appointments_in

from ..contracts import OfficerElsewhere, WorkItemInfo
from ..models import WorkItem
from ..policy import may_reassign
from .claim import reload_item
from .holding import note_holder
from .locking import lock_item, not_yours_to_give


def reassign(
    *, work_item_id: int, user_id: int | None, actor: Actor, now: datetime, subject_key: str | None = None
) -> WorkItemInfo:
    """Give a step to another officer; its due date stays.

    :param user_id: the officer; None gives the step back to all of its role
    :param subject_key: the subject on which the act is done; a step of another subject is not found
    :raises StepTaken: it is finished already
    :raises NotYourStep: the actor neither holds it nor directs work in that agency
    :raises OfficerElsewhere: the officer does not hold the role of the step in its agency today
    """
    item = lock_item(work_item_id, subject_key)
    if not may_reassign(actor, item):
        raise not_yours_to_give()
    if user_id is not None:
        _require_holder_of_role(item, user_id, now)
    note_holder(item, now)
    item.previous_assignee_id = item.assignee_id
    item.assignee_id = user_id
    item.claimed_at = now if user_id is not None else None
    item.version += 1
    item.save(update_fields=["assignee", "previous_assignee", "claimed_at", "holders", "version"])
    return reload_item(item)


def _require_holder_of_role(item: WorkItem, user_id: int, now: datetime) -> None:
    if user_id not in holders_of_role(item, now):
        raise does_no_such_steps(item)


def holders_of_role(item: WorkItem, now: datetime) -> set[int]:
    """Return the accounts that hold the role of a step in its agency today. One statement."""
    today = timezone.localdate(now)
    return {held.user_id for held in appointments_in(agency_id=item.agency_id, at=today) if item.role in held.roles}


def does_no_such_steps(item: WorkItem) -> OfficerElsewhere:
    """Return the refusal for an officer without the role of a step in its agency."""
    words = {"agency": item.agency.name}
    return OfficerElsewhere(_("This officer does not do such steps at %(agency)s.") % words, **words)
