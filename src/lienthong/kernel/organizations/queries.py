"""Reading agencies, officers and parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.ui.contracts import fold

from .contracts import AgencyInfo, AgencyKind, PartyInfo, PartyKind
from .models import Agency, Appointment, Party
from .rules import clean_number


@dataclass(frozen=True)
class AppointmentInfo:
    """An officer's place at a date."""

    id: int
    user_id: int
    user_name: str
    position: str
    agency: AgencyInfo
    unit_id: int | None
    unit_name: str
    roles: frozenset[str]


def agency_info(agency: Agency) -> AgencyInfo:
    """Return an agency as plain data."""
    return AgencyInfo(
        id=agency.pk,
        code=agency.code,
        name=agency.name,
        short_name=agency.short_name,
        kind=AgencyKind(agency.kind),
        level=agency.level,
        path=agency.path,
        parent_id=agency.parent_id,
        calendar_id=agency.calendar_id,
        address=agency.address,
        phone=agency.phone,
    )


def get_agency(*, agency_id: int) -> AgencyInfo:
    """Return one agency.

    :raises NotFound: no such agency
    """
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise NotFound(_("There is no such agency."))
    return agency_info(agency)


def find_agency(*, code: str) -> AgencyInfo:
    """Return the agency of an identity code.

    :raises NotFound: no such agency
    """
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise NotFound(_("There is no agency with the code %(code)s.") % {"code": code})
    return agency_info(agency)


def list_agencies(*, kinds: Iterable[AgencyKind] = (), at: date | None = None) -> tuple[AgencyInfo, ...]:
    """Return agencies of the given kinds that exist at a date (all when none), by code."""
    agencies = Agency.objects.order_by("code")
    if wanted := list(kinds):
        agencies = agencies.filter(kind__in=wanted)
    if at is not None:
        agencies = agencies.filter(valid_from__lte=at).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at))
    return tuple(agency_info(agency) for agency in agencies)


def appointments_of(*, user_id: int, at: date) -> tuple[AppointmentInfo, ...]:
    """Return the appointments an officer holds at a date, the main one first."""
    return _appointments(Q(user_id=user_id), at)


def appointments_in(*, agency_id: int, at: date) -> tuple[AppointmentInfo, ...]:
    """Return who holds a position in an agency at a date, by rank."""
    return _appointments(Q(agency_id=agency_id), at)


def _appointments(condition: Q, at: date) -> tuple[AppointmentInfo, ...]:
    rows = (
        Appointment.objects.filter(condition, valid_from__lte=at)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at))
        .select_related("agency", "unit", "position", "user")
        .order_by("-is_main", "position__rank", "id")
    )
    return tuple(
        AppointmentInfo(
            id=row.pk,
            user_id=row.user_id,
            user_name=row.user.name,
            position=row.position.name,
            agency=agency_info(row.agency),
            unit_id=row.unit_id,
            unit_name=row.unit.name if row.unit else "",
            roles=frozenset(row.roles),
        )
        for row in rows
    )


def party_info(party: Party) -> PartyInfo:
    """Return a party as plain data."""
    return PartyInfo(
        id=party.pk,
        kind=PartyKind(party.kind),
        name=party.name,
        number=party.number,
        birth_date=party.birth_date,
        address=party.address,
        phone=party.phone,
        email=party.email,
    )


def get_party(*, party_id: int) -> PartyInfo:
    """Return one party. The caller has checked that the viewer may see it.

    :raises NotFound: no such party
    """
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise NotFound(_("There is no such person."))
    return party_info(party)


def find_parties(*, text: str, limit: int = 8) -> tuple[PartyInfo, ...]:
    """Return parties whose number is the text or whose name begins with it, with or without diacritics."""
    number = clean_number(text)
    if len(number) < 2:
        return ()
    rows = Party.objects.filter(Q(number=number) | Q(folded_name__startswith=fold(text))).order_by("folded_name", "id")
    return tuple(party_info(party) for party in rows[:limit])


def get_parties(*, party_ids: Iterable[int]) -> dict[int, PartyInfo]:
    """Return several parties by id, in one statement.

    :raises NotFound: one of them does not exist
    """
    wanted = set(party_ids)
    found = {party.pk: party_info(party) for party in Party.objects.filter(pk__in=wanted)}
    if missing := wanted - found.keys():
        raise NotFound(_("There is no such person."), ids=sorted(missing))
    return found


def get_agencies(*, agency_ids: Iterable[int]) -> dict[int, AgencyInfo]:
    """Return several agencies by id, in one statement.

    :raises NotFound: one of them does not exist
    """
    wanted = set(agency_ids)
    found = {agency.pk: agency_info(agency) for agency in Agency.objects.filter(pk__in=wanted)}
    if missing := wanted - found.keys():
        raise NotFound(_("There is no such agency."), ids=sorted(missing))
    return found


def find_agency_by_short_name(*, short_name: str) -> AgencyInfo:
    """Return the agency known by a short name, such as SXD for the department of construction.

    :raises NotFound: no such agency
    """
    agency = Agency.objects.filter(short_name=short_name, valid_to__isnull=True).first()
    if agency is None:
        raise NotFound(_("There is no agency called %(name)s.") % {"name": short_name})
    return agency_info(agency)
