"""Using a kept paper in a dossier (R-58)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.files import queries as files
from lienthong.systems.onestop.contracts import Presence
from lienthong.systems.onestop.extensions import Taking
from lienthong.systems.stores import rules
from lienthong.systems.stores.contracts import USE, ItemState
from lienthong.systems.stores.models import ItemUse, StoreItem
from lienthong.systems.stores.policy import is_own
from lienthong.systems.stores.queries import SERVED, find_item


def take_item(*, taking: Taking, actor: Actor, now: datetime) -> StoreItem:
    """Let a dossier refer to an item: reference and hash are written down, the file is not copied.

    Whether it counts is checked at this moment, against whoever revokes it at the same time.

    :raises NotPermitted: the actor neither serves at a counter with the person there nor is the owner
    :raises NotFound: the owner has no such item
    :raises Invalid: it does not count, or is not of the type; says why
    """
    if taking.presence is Presence.COUNTER and not actor.may(USE):
        raise NotPermitted(_("Only a reception officer uses what is kept for a person who is at the counter."))
    if taking.presence is Presence.OWN and not is_own(actor, taking.owner_id):
        raise NotPermitted(_("Only the owner uses a paper of their store without being at a counter."))
    with transaction.atomic():
        item = find_item(ref=taking.ref, owner_id=taking.owner_id, lock=True)
        if item is None:
            raise NotFound(_("There is no such paper in the store of this person."))
        _check(item, taking, now)
        note_reads(people=(item.owner_id,), record=taking.dossier, purpose=SERVED, viewer=actor)
        ItemUse.objects.create(
            item=item,
            dossier=taking.dossier,
            title=taking.title,
            paper=taking.paper,
            sha256=item.sha256,
            presence=taking.presence,
            present_name=taking.present_name,
            at=now,
            by_name=actor.name,
            agency_name=actor.agency_name,
        )
    return item


def _check(item: StoreItem, taking: Taking, now: datetime) -> None:
    refused = ""
    state = rules.state_on(item.state, item.valid_to, timezone.localdate(now))
    if item.type_code != taking.type_code or not taking.type_code:
        refused = _("“%(item)s” is not the paper asked for")
    elif state is ItemState.REPLACED:
        refused = _("“%(item)s” was replaced by another and no longer counts")
    elif state is ItemState.REVOKED:
        refused = _("“%(item)s” was revoked and no longer counts")
    elif state is ItemState.EXPIRED:
        refused = _("“%(item)s” has expired")
    elif state is ItemState.WAITING or item.file_id is None:
        refused = _("“%(item)s” is not digitised yet")
    elif files.get_file(file_id=item.file_id).sha256 != item.sha256:
        refused = _("The kept file of “%(item)s” is not the one that was stored")
    if refused:
        message = refused % {"item": str(item)}
        raise Invalid(message, errors=(FieldError(f"papers.{taking.paper}", message),))
