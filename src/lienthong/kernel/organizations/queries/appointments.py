"""Who holds which seat, and in which capacity, at a date."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.organizations.contracts import AgencyInfo, Capacity
from lienthong.kernel.organizations.models import Appointment, Edition, Position
from lienthong.kernel.organizations.rules import seat_name

from .agencies import agency_info


@dataclass(frozen=True)
class AppointmentInfo:
    """An officer's place at a date, their own or for somebody else.

    `position` carries the mark of its capacity, such as "TUQ. Chủ tịch"; `on_behalf_of` names for whom the officer
    acts, empty when for nobody; `only` are the permissions the place is limited to, None for all its roles give.
    """

    id: int
    user_id: int
    user_name: str
    position: str
    agency: AgencyInfo
    unit_id: int | None
    unit_name: str
    roles: frozenset[str]
    since: date
    until: date | None
    is_main: bool
    capacity: Capacity = Capacity.HELD
    on_behalf_of: str = ""
    giver_id: int | None = None
    only: frozenset[str] | None = None
    matter: str = ""


def current_edition() -> Subquery:
    """Return the SQL of the mark of the organisation as it stands, to be read along with something else."""
    return Subquery(Edition.objects.values("mark")[:1])


def appointments_of(*, user_id: int, at: date, edition: UUID | None = None) -> tuple[AppointmentInfo, ...]:
    """Return the places an officer fills at a date: the main one, others held, then those filled for somebody.

    :param edition: the mark read before in this request; what this process read under it is not read again
    """
    if edition is None:
        return _described(_OF_USER(user_id=user_id, at=at))
    return _appointments_in_edition(user_id, at, edition)


@lru_cache(maxsize=4096)
def _appointments_in_edition(user_id: int, at: date, edition: UUID) -> tuple[AppointmentInfo, ...]:  # noqa: ARG001  part of the key
    return _described(_OF_USER(user_id=user_id, at=at))


def appointments_in(*, agency_id: int, at: date, edition: UUID | None = None) -> tuple[AppointmentInfo, ...]:
    """Return who fills a seat in an agency at a date, by rank; who acts for somebody is there too.

    :param edition: as for `appointments_of`
    """
    if edition is not None:
        return _seats_in_edition(agency_id, at, edition)
    return _described(_IN_AGENCY(agency_id=agency_id, at=at))


@lru_cache(maxsize=1024)
def _seats_in_edition(agency_id: int, at: date, edition: UUID) -> tuple[AppointmentInfo, ...]:  # noqa: ARG001  part of the key
    return appointments_in(agency_id=agency_id, at=at)


def seats_at(*, agency_id: int, at: date) -> tuple[AppointmentInfo, ...]:
    """Return who fills a seat in an agency, or in the unit with this id, at a date."""
    return _described(_filled(Q(agency_id=agency_id) | Q(unit_id=agency_id), at))


def seats_with(*, roles: Collection[str], at: date) -> tuple[AppointmentInfo, ...]:
    """Return who holds one of some roles at a date, in whichever agency."""
    return _described(_filled(Q(roles__overlap=list(roles)), at))


def get_appointment(*, appointment_id: int, agency_code: str, at: date) -> AppointmentInfo:
    """Return an appointment held in an agency at a date. The caller has checked that the viewer may see it.

    :raises NotFound: no such appointment
    """
    found = _described(_filled(Q(pk=appointment_id, agency__code=agency_code), at))
    if not found:
        raise NotFound(_("There is no such appointment in this agency."))
    return found[0]


def list_positions() -> tuple[tuple[str, str], ...]:
    """Return the positions officers may hold, by rank: code and name."""
    return tuple(Position.objects.order_by("rank", "name").values_list("code", "name"))


def appointment_info(row: Appointment) -> AppointmentInfo:
    """Return an appointment as plain data; agency, unit, position, user and the giver's user are read with it."""
    capacity, giver = Capacity(row.capacity), row.on_behalf_of
    return AppointmentInfo(
        id=row.pk,
        user_id=row.user_id,
        user_name=row.user.name,
        position=seat_name(capacity, row.position.name),
        agency=agency_info(row.agency),
        unit_id=row.unit_id,
        unit_name=row.unit.name if row.unit else "",
        roles=frozenset(row.roles),
        since=row.valid_from,
        until=row.valid_to,
        is_main=row.is_main,
        capacity=capacity,
        on_behalf_of=giver.user.name if giver else "",
        giver_id=giver.user_id if giver else None,
        only=None if row.only is None else frozenset(row.only),
        matter=row.matter,
    )


def _filled(condition: Q, at: Any) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(condition, valid_from__lte=at)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at))
        .select_related("agency", "unit", "position", "user", "on_behalf_of__user")
        .order_by("-is_main", "position__rank", "id")
    )


_OF_USER = Prepared(lambda user_id, at: _filled(Q(user_id=user_id), at))
_IN_AGENCY = Prepared(lambda agency_id, at: _filled(Q(agency_id=agency_id), at))


def _described(rows: Iterable[Appointment]) -> tuple[AppointmentInfo, ...]:
    found = [appointment_info(row) for row in rows]
    # What is one's own comes first, so that nobody begins the day as somebody else.
    return tuple(sorted(found, key=lambda each: each.capacity is not Capacity.HELD))
