"""Who acts for whom, for what, and when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.organizations.contracts import Capacity
from lienthong.kernel.organizations.extensions import role_labels
from lienthong.kernel.organizations.models import Appointment
from lienthong.kernel.organizations.policy import AGENCIES, MANAGE, SEE
from lienthong.kernel.organizations.rules import may_be_passed_on, seat_name

MOST_DELEGATIONS = 200


@dataclass(frozen=True)
class DelegationInfo:
    """One person acts for another: in which seat, with which roles, for what, from when to when."""

    id: int
    capacity: Capacity
    giver_name: str
    receiver_name: str
    seat: str
    agency_code: str
    agency_name: str
    roles: frozenset[str]
    matter: str
    decision: str
    since: date
    until: date | None
    may_end: bool


@dataclass(frozen=True)
class Seat:
    """A seat whose holder may let another act, with the roles that can be lent."""

    appointment_id: int
    name: str
    agency_code: str
    agency_name: str
    roles: tuple[tuple[str, str], ...]


def list_delegations(*, viewer: Actor, at: date, ended: bool = False) -> tuple[DelegationInfo, ...]:
    """Return what a person lets others do and does for others: what runs or is to come, or what has ended."""
    own = Q(on_behalf_of__user_id=viewer.user_id) | Q(user_id=viewer.user_id)
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=at)
    rows = _rows(own).filter(~running if ended else running)
    return tuple(_info(row, viewer) for row in rows.order_by("-valid_from", "-pk")[:MOST_DELEGATIONS])


def get_delegation(*, delegation_id: int, viewer: Actor) -> DelegationInfo:
    """Return one delegation that the viewer gave, received, or oversees.

    :raises NotFound: no such delegation within the viewer's sight
    """
    row = _rows(Q(pk=delegation_id)).first()
    if row is None or not (_takes_part(row, viewer) or AGENCIES.allows(viewer, SEE, row.agency)):
        raise NotFound(_("There is no such delegation."))
    return _info(row, viewer)


def delegable_seats(*, viewer: Actor, at: date) -> tuple[Seat, ...]:
    """Return the seats of a person at a date in which they may let another act."""
    rows = (
        Appointment.objects.filter(user_id=viewer.user_id or 0, valid_from__lte=at)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at))
        .select_related("agency", "position")
        .order_by("-is_main", "position__rank", "pk")
    )
    labels = role_labels()
    return tuple(
        Seat(
            appointment_id=row.pk,
            name=seat_name(Capacity(row.capacity), row.position.name),
            agency_code=row.agency.code,
            agency_name=row.agency.name,
            roles=tuple((code, labels.get(code, code)) for code in sorted(row.roles)),
        )
        for row in rows
        if may_be_passed_on(Capacity(row.capacity)) and row.roles
    )


def _rows(condition: Q) -> QuerySet[Appointment]:
    return Appointment.objects.filter(condition, ~Q(capacity=Capacity.HELD)).select_related(
        "agency", "position", "user", "on_behalf_of__user"
    )


def _takes_part(row: Appointment, viewer: Actor) -> bool:
    giver = row.on_behalf_of.user_id if row.on_behalf_of else None
    return viewer.user_id is not None and viewer.user_id in {row.user_id, giver}


def _info(row: Appointment, viewer: Actor) -> DelegationInfo:
    giver = row.on_behalf_of
    gave = giver is not None and giver.user_id == viewer.user_id
    return DelegationInfo(
        id=row.pk,
        capacity=Capacity(row.capacity),
        giver_name=giver.user.name if giver else "",
        receiver_name=row.user.name,
        seat=seat_name(Capacity(row.capacity), row.position.name),
        agency_code=row.agency.code,
        agency_name=row.agency.name,
        roles=frozenset(row.roles),
        matter=row.matter,
        decision=row.decision,
        since=row.valid_from,
        until=row.valid_to,
        may_end=gave or AGENCIES.allows(viewer, MANAGE, row.agency),
    )
