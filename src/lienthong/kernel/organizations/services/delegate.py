"""Letting somebody act in one's seat, for a time and for certain matters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.events import AuthorityDelegated
from lienthong.kernel.organizations.extensions import grants_of
from lienthong.kernel.organizations.models import Appointment
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE, SEE

from .people import find_officer
from .texts import faults

DELEGATE = "organizations.authority.delegate"


@dataclass(frozen=True)
class DelegationDraft:
    """Who acts for the holder of a seat, for what, and when.

    :param only: permissions to which it is limited; None lends all that the roles give
    """

    username: str
    capacity: Capacity
    roles: Collection[str]
    valid_from: date
    valid_to: date | None
    decision: str
    matter: str = ""
    only: Collection[str] | None = None


def delegate(*, appointment_id: int, draft: DelegationDraft, actor: Actor, now: datetime) -> int:
    """Let another officer act in a seat for a time, and return the id of their place.

    The holder does it, or whoever manages the agency. By delegation (thừa uỷ quyền) a written decision and a last day
    are needed, and who received it cannot pass it on (Nghị định 30/2020/NĐ-CP).

    :raises NotFound: no such seat within sight
    :raises NotPermitted: the actor neither holds the seat nor manages the agency
    :raises Conflict: the seat was itself delegated, or this officer acts in it already then
    :raises Invalid: no such officer in the agency or below it, roles the holder has not, or days that do not fit
    """
    with transaction.atomic():
        seat = _load(appointment_id, actor)
        if not rules.may_be_passed_on(Capacity(seat.capacity)):
            raise Conflict(_("What was delegated cannot be passed on."))
        receiver = find_officer(username=draft.username)
        _check(seat, receiver, draft, timezone.localtime(now).date())
        _refuse_twice(seat, receiver, draft)
        place = Appointment.objects.create(
            user=receiver,
            agency=seat.agency,
            unit=seat.unit,
            position=seat.position,
            roles=sorted(set(draft.roles)),
            is_main=False,
            valid_from=draft.valid_from,
            valid_to=draft.valid_to,
            capacity=draft.capacity.value,
            on_behalf_of=seat,
            only=None if draft.only is None else sorted(set(draft.only)),
            matter=rules.tidy(draft.matter),
            decision=rules.tidy(draft.decision),
        )
        _tell(place, seat, receiver, actor, now)
    return place.pk


def _load(appointment_id: int, actor: Actor) -> Appointment:
    seat = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("agency", "unit", "position", "user")
        .filter(pk=appointment_id)
        .first()
    )
    is_own = seat is not None and actor.user_id is not None and seat.user_id == actor.user_id
    if seat is None or not (is_own or AGENCIES.allows(actor, SEE, seat.agency)):
        raise NotFound(_("There is no such seat."))
    if not is_own and not AGENCIES.allows(actor, MANAGE, seat.agency):
        raise NotPermitted(_("Only the holder of a seat or its administrator lets another act in it."))
    return seat


def _check(seat: Appointment, receiver: Any, draft: DelegationDraft, today: date) -> None:
    errors = faults(
        {"decision": (rules.tidy(draft.decision), 300), "matter": (rules.tidy(draft.matter), 500)},
    )
    errors += _person_faults(seat, receiver, draft)
    errors += _day_faults(seat, draft, today)
    lent = {grant.permission for role in draft.roles for grant in grants_of(role)}
    if not draft.roles or not set(draft.roles) <= set(seat.roles):
        errors.append(FieldError("roles", _("Choose at least one role that the holder has")))
    elif draft.only is not None and not set(draft.only) <= lent:
        errors.append(FieldError("only", _("Choose permissions that the roles give")))
    if draft.capacity is Capacity.DELEGATED and not rules.tidy(draft.decision):
        errors.append(FieldError("decision", _("Name the written decision of delegation")))
    if errors:
        raise Invalid(_("Check the delegation"), errors=tuple(errors))


def _person_faults(seat: Appointment, receiver: Any, draft: DelegationDraft) -> list[FieldError]:
    if draft.capacity not in {Capacity.DEPUTY, Capacity.DELEGATED}:
        return [FieldError("capacity", _("Choose in which capacity"))]
    if receiver is None:
        return [FieldError("username", _("There is no account with this user name"))]
    if receiver.pk == seat.user_id:
        return [FieldError("username", _("The holder of the seat acts in it anyway"))]
    held = Appointment.objects.filter(user=receiver, capacity=Capacity.HELD, valid_from__lte=draft.valid_from)
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=draft.valid_from))
    near = Q(agency=seat.agency)
    if draft.capacity is Capacity.DELEGATED:
        near |= Q(agency__path__startswith=seat.agency.path)
    if not held.filter(near).exists():
        return [FieldError("username", _("This officer holds no position in the agency on that day"))]
    return []


def _day_faults(seat: Appointment, draft: DelegationDraft, today: date) -> list[FieldError]:
    if draft.valid_from < today:
        return [FieldError("valid_from", _("A delegation begins today at the earliest"))]
    if draft.valid_from < seat.valid_from or (seat.valid_to is not None and draft.valid_from > seat.valid_to):
        return [FieldError("valid_from", _("The holder does not hold the seat on this day"))]
    if draft.valid_to is None:
        wants_end = draft.capacity is Capacity.DELEGATED or seat.valid_to is not None
        return [FieldError("valid_to", _("Say until when"))] if wants_end else []
    if draft.valid_to < draft.valid_from:
        return [FieldError("valid_to", _("The last day must not lie before the first"))]
    if seat.valid_to is not None and draft.valid_to > seat.valid_to:
        return [FieldError("valid_to", _("The holder does not hold the seat that long"))]
    return []


def _refuse_twice(seat: Appointment, receiver: Any, draft: DelegationDraft) -> None:
    others = Appointment.objects.filter(on_behalf_of=seat, user=receiver).values_list("valid_from", "valid_to")
    wanted = (draft.valid_from, draft.valid_to)
    if any(rules.overlaps(wanted, period) for period in others):
        raise Conflict(_("This officer acts in the seat already in that time."))


def _tell(place: Appointment, seat: Appointment, receiver: Any, actor: Actor, now: datetime) -> None:
    audit.record(
        subject_type="organizations.agency",
        subject_key=seat.agency.code,
        act=DELEGATE,
        actor=actor,
        now=now,
        note=place.decision,
        data={
            "officer": receiver.name,
            "for": seat.user.name,
            "capacity": place.capacity,
            "roles": place.roles,
            "from": place.valid_from.isoformat(),
            "to": place.valid_to.isoformat() if place.valid_to else "",
        },
    )
    event = AuthorityDelegated(
        appointment_id=place.pk,
        giver_id=seat.user_id,
        receiver_id=receiver.pk,
        agency_code=seat.agency.code,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
    )
    events.publish(event=event, subject=seat.agency.code, now=now, actor_name=actor.name)
