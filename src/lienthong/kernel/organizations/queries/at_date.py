"""The organisation as it was on a day, for other systems: agencies in parts of a list, and who held which seat."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.contracts import AgencyKind
from lienthong.kernel.organizations.models import Agency, AgencyPeriod, Appointment
from lienthong.kernel.organizations.policy import AGENCIES

from .agencies import find_agency
from .appointments import AppointmentInfo, appointment_info
from .directory import agency_page, existing_at

LARGEST_PAGE = 200


@dataclass(frozen=True)
class AgencyOn:
    """An agency as it was coded, called and placed on a day; `today` is its code now, by which it is asked for."""

    code: str
    today: str
    name: str
    short_name: str
    kind: AgencyKind
    level: str
    parent_code: str
    since: date
    until: date | None


def agencies_on(
    *, viewer: Actor, at: date, kind: AgencyKind | None = None, below: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[AgencyOn, ...], str]:
    """Return a part of the agencies within the viewer's sight that existed on a day, by code, and where to go on.

    :param below: only those directly below the agency of this code, of any time and spelling
    :param after: the code after which to go on, empty from the beginning
    :param limit: at most 200
    :returns: the agencies, and the code to go on after; empty when that was all
    :raises NotFound: nobody ever had the code in `below`
    """
    rows = AgencyPeriod.objects.filter(
        existing_at(at),
        agency__in=AGENCIES.visible(Agency.objects.filter(existing_at(at)), viewer),
        code__gt=after,
    )
    if kind is not None:
        rows = rows.filter(kind=kind)
    if below:
        rows = rows.filter(parent_id=find_agency(code=below).id)
    size = min(max(limit, 1), LARGEST_PAGE)
    found = list(rows.select_related("agency", "parent").order_by("code")[: size + 1])
    shown = found[:size]
    return tuple(_agency(row) for row in shown), shown[-1].code if len(found) > size else ""


def holders_on(
    *, code: str, viewer: Actor, at: date, position: str = "", after: int = 0, limit: int = 50
) -> tuple[tuple[AppointmentInfo, ...], int | None]:
    """Return a part of those who filled a seat in an agency or unit on a day, and where to go on.

    Who acted for a holder is there too, with the capacity in which they did.

    :param position: code of a position, empty for all
    :param after: id of the appointment after which to go on
    :raises NotFound: no such agency within the viewer's sight
    """
    shown = agency_page(code=code, viewer=viewer, at=at)
    here = Q(agency_id=shown.agency.id) | Q(unit_id=shown.agency.id)
    rows = Appointment.objects.filter(here, existing_at(at), pk__gt=after)
    if position:
        rows = rows.filter(position__code=position)
    size = min(max(limit, 1), LARGEST_PAGE)
    read = rows.select_related("agency", "unit", "position", "user", "on_behalf_of__user").order_by("pk")
    found = list(read[: size + 1])
    return tuple(appointment_info(row) for row in found[:size]), found[size - 1].pk if len(found) > size else None


def _agency(row: AgencyPeriod) -> AgencyOn:
    return AgencyOn(
        code=row.code,
        today=row.agency.code,
        name=row.name,
        short_name=row.short_name,
        kind=AgencyKind(row.kind),
        level=row.level,
        parent_code=row.parent.code if row.parent else "",
        since=row.valid_from,
        until=row.valid_to,
    )
