"""The applicant answers a request to supplement over the network."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, State, SupplementClosed
from lienthong.systems.onestop.events import SupplementSent
from lienthong.systems.onestop.models import Dossier, Supplement
from lienthong.systems.onestop.queries import find_by_secret

from .correct_dossier import corrected, marked_fields, require_marked

SEND = "onestop.dossier.send_supplement"


def send_supplement(
    *, number: str, secret: str, answers: Mapping[str, Any], files: Mapping[int, int], actor: Actor, now: datetime
) -> None:
    """Keep what the holder of the receipt sends for the officer's marks; the counter takes it in (section 6.3).

    Nothing of the dossier changes yet and its clock stays as it is; what was sent cannot be sent again.

    :param answers: answers to the marked questions
    :param files: stored files by the place of the item in the request, from 1
    :raises NotFound: no dossier with this code and secret
    :raises SupplementClosed: nothing is asked for, it was sent before, or the day has passed
    :raises Invalid: an answer or a file was not asked for, is missing, or is wrong
    """
    with transaction.atomic():
        dossier = find_by_secret(number=number, secret=secret, rows=Dossier.objects.select_for_update(of=("self",)))
        wanted = open_request(dossier, now=now)
        require_marked(wanted, files)
        asked = {at: item for at, item in enumerate(wanted.items, start=1) if not item.get("field")}
        if missing := [at for at in asked if at not in files]:
            errors = tuple(FieldError(f"files.{at}", _("Choose a file")) for at in missing)
            raise Invalid(_("Please correct what is marked."), errors=errors)
        kept, changes = corrected(dossier, wanted, answers) if marked_fields(wanted) else ({}, [])
        touched = {name for name in kept if kept.get(name) != dossier.answers.get(name)} | marked_fields(wanted)
        wanted.sent = {
            "answers": {name: kept[name] for name in touched if name in kept},
            "files": {str(at): file_id for at, file_id in files.items()},
        }
        wanted.sent_at, wanted.changes = now, changes
        wanted.save(update_fields=["sent", "sent_at", "changes"])
        who = actor if actor.is_signed_in else Actor(kind=actor.kind, name=_("holder of the receipt"))
        audit.record(subject_type=SUBJECT_TYPE, subject_key=dossier.number, act=SEND, actor=who, now=now)
        sent = SupplementSent(number=dossier.number, no=wanted.no, at=now)
        events.publish(event=sent, subject=dossier.number, now=now, actor_name=who.name)


def open_request(dossier: Dossier, *, now: datetime) -> Supplement:
    """Return the request that can still be answered over the network.

    :raises SupplementClosed: there is none, it was answered, or the day has passed
    """
    wanted = dossier.supplements.select_for_update().filter(answered_at__isnull=True).first()
    if wanted is None or dossier.state != State.SUPPLEMENT:
        raise SupplementClosed(_("This dossier waits for no supplement."))
    if wanted.sent_at is not None:
        raise SupplementClosed(_("The supplement was sent already; the counter looks at it."))
    if now > wanted.answer_by:
        raise SupplementClosed(_("The day for the supplement has passed. Ask at the counter."))
    return wanted
