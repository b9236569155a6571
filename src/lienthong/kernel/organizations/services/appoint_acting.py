"""Putting somebody at a vacant seat for the time being."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.events import OfficerAppointed
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.organizations.models import Agency, Appointment, Position

from .load_agency import load_managed_agency
from .people import find_officer, plain
from .texts import faults

ACT = "organizations.acting.appoint"


def appoint_acting(
    *,
    agency_code: str,
    username: str,
    position_code: str,
    roles: Collection[str],
    valid_from: date,
    valid_to: date | None,
    decision: str,
    actor: Actor,
    now: datetime,
) -> int:
    """Let an officer fill a vacant seat for the time being (quyền), and return the id of the place.

    :raises NotFound: no such agency within sight
    :raises NotPermitted: the actor may not appoint here, or appoints themself
    :raises Conflict: somebody holds the position in this agency in that time
    :raises Invalid: no such account, position or role, or days that do not fit
    """
    with transaction.atomic():
        agency = load_managed_agency(code=agency_code, actor=actor)
        officer = find_officer(username=username)
        position = Position.objects.filter(code=plain(position_code)).first()
        decision = rules.tidy(decision)
        errors = faults({"decision": (decision, 300)}) + _gaps(roles, decision, (valid_from, valid_to), agency)
        if officer is None:
            errors.append(FieldError("username", _("There is no account with this user name")))
        if position is None:
            errors.append(FieldError("position", _("Choose a position")))
        if errors or officer is None or position is None:
            raise Invalid(_("Check the appointment"), errors=tuple(errors))
        if officer.pk == actor.user_id:
            raise NotPermitted(_("Nobody appoints themselves; ask another administrator."))
        _refuse_filled(agency.pk, position, (valid_from, valid_to))
        place = Appointment.objects.create(
            user=officer,
            agency=agency,
            position=position,
            roles=sorted(set(roles)),
            is_main=False,
            valid_from=valid_from,
            valid_to=valid_to,
            capacity=Capacity.ACTING.value,
            decision=decision,
        )
        _tell(place, agency, actor, now)
    return place.pk


def _gaps(roles: Collection[str], decision: str, period: tuple[date, date | None], agency: Agency) -> list[FieldError]:
    valid_from, valid_to = period
    words = {
        "roles": (not roles or not set(roles) <= role_labels().keys(), _("Choose roles from the list")),
        "decision": (not decision, _("Name the decision, in at most 500 letters")),
        "valid_from": (valid_from < agency.valid_from, _("The agency does not exist on this day")),
        "valid_to": (
            valid_to is not None and valid_to < valid_from,
            _("The last day must not lie before the first"),
        ),
    }
    return [FieldError(path, message) for path, (is_wrong, message) in words.items() if is_wrong]


def _tell(place: Appointment, agency: Agency, actor: Actor, now: datetime) -> None:
    """Write the history and announce that the seat is filled."""
    audit.record(
        subject_type="organizations.agency",
        subject_key=agency.code,
        act=ACT,
        actor=actor,
        now=now,
        note=place.decision,
        data={"officer": place.user.name, "from": place.valid_from.isoformat()},
    )
    event = OfficerAppointed(
        appointment_id=place.pk, user_id=place.user_id, agency_code=agency.code, valid_from=place.valid_from
    )
    events.publish(event=event, subject=agency.code, now=now, actor_name=actor.name)


def _refuse_filled(agency_id: int, position: Position, period: tuple[date, date | None]) -> None:
    filled = Appointment.objects.filter(
        Q(capacity=Capacity.HELD) | Q(capacity=Capacity.ACTING), agency_id=agency_id, position=position
    ).values_list("valid_from", "valid_to")
    if any(rules.overlaps(period, each) for each in filled):
        raise Conflict(_("Somebody holds this position in that time; only a vacant seat is filled for the time being."))
