"""Ending what one person does for another."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.events import AppointmentEnded
from lienthong.kernel.organizations.models import Appointment
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE, SEE

END_DELEGATION = "organizations.authority.end"


def end_delegation(*, delegation_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Take back from now on what an officer does in another's seat; the giver does it, or the administrator.

    What was done stays done. A delegation that has not begun is withdrawn as if it had never been given; the history
    keeps that it was.

    :raises NotFound: no such delegation within sight
    :raises NotPermitted: the actor neither gave it nor manages the agency
    :raises Conflict: it has ended already
    :raises Invalid: no reason is given
    """
    with transaction.atomic():
        place = _load(delegation_id, actor)
        today = timezone.localtime(now).date()
        if place.valid_to is not None and place.valid_to < today:
            raise Conflict(_("This delegation has ended already."))
        if not reason.strip() or len(reason) > 500 or "\0" in reason:
            words = _("Say why, in at most 500 letters")
            raise Invalid(words, errors=(FieldError("reason", words),))
        stop(place, last_day=today - timedelta(days=1))
        audit.record(
            subject_type="organizations.agency",
            subject_key=place.agency.code,
            act=END_DELEGATION,
            actor=actor,
            now=now,
            note=reason.strip(),
            data={"officer": place.user.name, "for": place.on_behalf_of.user.name if place.on_behalf_of else ""},
        )
        event = AppointmentEnded(
            appointment_id=delegation_id, user_id=place.user_id, agency_code=place.agency.code, last_day=today
        )
        events.publish(event=event, subject=place.agency.code, now=now, actor_name=actor.name)


def stop(place: Appointment, *, last_day: date) -> None:
    """Let a place end on a day, or be gone when it would begin later; one that ends earlier stays as it is."""
    if place.valid_from > last_day:
        place.delete()
    elif place.valid_to is None or place.valid_to > last_day:
        place.valid_to = last_day
        place.save(update_fields=["valid_to"])


def _load(delegation_id: int, actor: Actor) -> Appointment:
    place = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("agency", "user", "on_behalf_of__user")
        .filter(pk=delegation_id)
        .exclude(capacity=Capacity.HELD)
        .first()
    )
    giver = place.on_behalf_of.user_id if place and place.on_behalf_of else None
    takes_part = place is not None and actor.user_id is not None and actor.user_id in {giver, place.user_id}
    if place is None or not (takes_part or AGENCIES.allows(actor, SEE, place.agency)):
        raise NotFound(_("There is no such delegation."))
    if giver != actor.user_id and not AGENCIES.allows(actor, MANAGE, place.agency):
        raise NotPermitted(_("Only who gave the delegation or the administrator takes it back."))
    return place
