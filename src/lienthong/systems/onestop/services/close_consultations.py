"""Ending questions to other agencies that are not answered; used by the acts of this app."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events import services as events
from lienthong.systems.onestop.contracts import ConsultationState
from lienthong.systems.onestop.events import ConsultationWithdrawn
from lienthong.systems.onestop.models import Consultation, Dossier

from .errands import opinion_not_wanted


def end_consultations(dossier: Dossier, *, actor: Actor, now: datetime) -> None:
    """Ask nobody any more about a dossier that ends. One statement when nobody was asked."""
    waiting = dossier.consultations.select_for_update().filter(state=ConsultationState.WAITING)
    if asked := list(waiting.order_by("no")):
        with override(settings.LANGUAGE_CODE):
            shut(asked, ConsultationState.WITHDRAWN, _("The dossier has ended"), actor, now)
        for each in asked:
            event = withdrawn(dossier, each, now)
            events.publish(event=event, subject=dossier.number, now=now, actor_name=actor.name)


def shut(asked: Iterable[Consultation], state: ConsultationState, reason: str, actor: Actor, now: datetime) -> None:
    """Write down that questions are over, and take them out of the inboxes."""
    for each in asked:
        each.state, each.withdrawal, each.closed_at = state, reason.strip(), now
        each.version += 1
        each.save(update_fields=["state", "withdrawal", "closed_at", "version"])
        opinion_not_wanted(each, actor=actor, now=now)


def withdrawn(dossier: Dossier, asked: Consultation, now: datetime) -> ConsultationWithdrawn:
    """Return the fact that an opinion is not asked for any more."""
    return ConsultationWithdrawn(consultation=asked.number, number=dossier.number, asked_id=asked.asked_id, at=now)
