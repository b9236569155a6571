"""Appointing an officer on the page of an agency."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations.contracts import AgencyKind, Capacity
from lienthong.kernel.organizations.events import OfficerAppointed
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.organizations.models import Agency, Appointment, Position

from .appoint import appoint
from .load_agency import load_managed_agency
from .people import find_officer, plain

APPOINT = "organizations.officer.appoint"


def appoint_officer(
    *,
    agency_code: str,
    username: str,
    position_code: str,
    roles: Collection[str],
    valid_from: date,
    actor: Actor,
    now: datetime,
    unit_code: str = "",
) -> int:
    """Give somebody with an account a position in an agency, and return the appointment's id.

    It is the main one unless the officer has another that is open.

    :raises NotFound: no such agency within sight
    :raises NotPermitted: the actor may not appoint here, or appoints themself
    :raises Invalid: no such account, position, unit or role, or a day outside the agency's life
    :raises Conflict: the officer holds this position in this agency already
    """
    with transaction.atomic():
        agency = load_managed_agency(code=agency_code, actor=actor)
        user = find_officer(username=username)
        position = Position.objects.filter(code=plain(position_code)).first()
        unit = Agency.objects.filter(code=plain(unit_code), kind=AgencyKind.UNIT, parent=agency).first()
        missing = {
            "username": user is None,
            "position": position is None,
            "unit": bool(unit_code) and unit is None,
            "roles": not set(roles) <= role_labels().keys(),
            "valid_from": not _exists_on(agency, valid_from),
        }
        _refuse_missing({path for path, is_missing in missing.items() if is_missing})
        if user.pk == actor.user_id:
            raise NotPermitted(_("Nobody appoints themselves; ask another administrator."))
        _refuse_twice(user.pk, agency, position, valid_from)
        has_main = Appointment.objects.filter(user_id=user.pk, is_main=True, valid_to__isnull=True).exists()
        appointment_id = appoint(
            user_id=user.pk,
            agency_id=agency.pk,
            unit_id=unit.pk if unit else None,
            position_id=position.pk if position else 0,
            roles=tuple(sorted(set(roles))),
            valid_from=valid_from,
            is_main=not has_main,
        )
        _tell(appointment_id, agency, user, valid_from, actor, now)
    return appointment_id


def _exists_on(agency: Agency, day: date) -> bool:
    return agency.valid_from <= day and (agency.valid_to is None or day <= agency.valid_to)


def _refuse_missing(missing: set[str]) -> None:
    words = {
        "username": _("There is no account with this user name"),
        "position": _("Choose a position"),
        "unit": _("Choose a unit of this agency"),
        "roles": _("Choose roles from the list"),
        "valid_from": _("The agency does not exist on this day"),
    }
    if missing:
        errors = tuple(FieldError(path, message) for path, message in words.items() if path in missing)
        raise Invalid(_("Check the appointment"), errors=errors)


def _refuse_twice(user_id: int, agency: Agency, position: Position | None, valid_from: date) -> None:
    held = Appointment.objects.filter(user_id=user_id, agency=agency, position=position, capacity=Capacity.HELD)
    if held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).exists():
        raise Conflict(_("The officer holds this position here already."))


def _tell(appointment_id: int, agency: Agency, user: Any, valid_from: date, actor: Actor, now: datetime) -> None:
    audit.record(
        subject_type="organizations.agency",
        subject_key=agency.code,
        act=APPOINT,
        actor=actor,
        now=now,
        data={"officer": user.name, "from": valid_from.isoformat()},
    )
    event = OfficerAppointed(
        appointment_id=appointment_id, user_id=user.pk, agency_code=agency.code, valid_from=valid_from
    )
    events.publish(event=event, subject=agency.code, now=now, actor_name=actor.name)
