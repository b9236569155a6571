"""Ending an appointment."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations.events import AppointmentEnded
from lienthong.kernel.organizations.models import Appointment

from .end_delegation import stop
from .load_agency import load_managed_agency

END = "organizations.appointment.end"


def end_appointment(
    *, appointment_id: int, agency_code: str, last_day: date, reason: str, actor: Actor, now: datetime
) -> None:
    """Let an officer hold a position until a day and no longer; the record stays.

    :raises NotFound: no such appointment in this agency within sight
    :raises NotPermitted: the actor may not end appointments here, or ends their own
    :raises Conflict: it has ended already
    :raises Invalid: the last day lies before the first, or no reason is given
    """
    with transaction.atomic():
        agency = load_managed_agency(code=agency_code, actor=actor)
        appointment = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("user", "position")
            .filter(pk=appointment_id, agency=agency)
            .first()
        )
        if appointment is None:
            raise NotFound(_("There is no such appointment in this agency."))
        if appointment.user_id == actor.user_id:
            raise NotPermitted(_("Nobody ends their own appointment; ask another administrator."))
        if appointment.valid_to is not None:
            raise Conflict(_("This appointment has ended already."))
        _check(appointment, last_day, reason)
        appointment.valid_to = last_day
        appointment.save(update_fields=["valid_to"])
        # Nobody acts longer for somebody who has left the seat.
        for place in appointment.delegations.select_for_update():
            stop(place, last_day=last_day)
        audit.record(
            subject_type="organizations.agency",
            subject_key=agency.code,
            act=END,
            actor=actor,
            now=now,
            note=reason.strip(),
            data={"officer": appointment.user.name, "to": last_day.isoformat()},
        )
        event = AppointmentEnded(
            appointment_id=appointment.pk, user_id=appointment.user_id, agency_code=agency.code, last_day=last_day
        )
        events.publish(event=event, subject=agency.code, now=now, actor_name=actor.name)


def _check(appointment: Appointment, last_day: date, reason: str) -> None:
    errors = []
    if last_day < appointment.valid_from:
        errors.append(FieldError("last_day", _("The last day must not lie before the first")))
    if not reason.strip() or len(reason) > 500 or "\0" in reason:
        errors.append(FieldError("reason", _("Name the decision, in at most 500 letters")))
    if errors:
        raise Invalid(_("Check the end of the appointment"), errors=tuple(errors))
