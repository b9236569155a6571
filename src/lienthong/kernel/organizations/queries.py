"""Reading agencies, officers and parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q, Subquery
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.ui.contracts import fold

from .contracts import AgencyDirectory, AgencyGroup, AgencyInfo, AgencyKind, AgencyLine, PartyInfo, PartyKind
from .models import Agency, Appointment, Edition, Party, Position
from .policy import AGENCIES, MANAGE
from .rules import clean_number, is_writable

MOST_LINES = 300
DIRECTORY_ORDER = (
    AgencyKind.PROVINCE,
    AgencyKind.CENTRE,
    AgencyKind.DEPARTMENT,
    AgencyKind.COMMUNE,
    AgencyKind.UNIT,
)


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
    since: date
    until: date | None
    is_main: bool


@dataclass(frozen=True)
class AgencyPage:
    """What the page of one agency shows."""

    agency: AgencyInfo
    version: int
    valid_from: date
    valid_to: date | None
    successor_name: str
    above: tuple[AgencyInfo, ...]
    below: tuple[AgencyLine, ...]
    officers: tuple[AppointmentInfo, ...]
    may_manage: bool


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


def current_edition() -> Subquery:
    """Return the SQL of the mark of the organisation as it stands, to be read along with something else."""
    return Subquery(Edition.objects.values("mark")[:1])


def appointments_of(*, user_id: int, at: date, edition: UUID | None = None) -> tuple[AppointmentInfo, ...]:
    """Return the appointments an officer holds at a date, the main one first.

    :param edition: the mark read before in this request; what this process read under it is not read again
    """
    if edition is None:
        return _appointments(Q(user_id=user_id), at)
    return _appointments_in_edition(user_id, at, edition)


@lru_cache(maxsize=4096)
def _appointments_in_edition(user_id: int, at: date, edition: UUID) -> tuple[AppointmentInfo, ...]:  # noqa: ARG001  part of the key
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
            since=row.valid_from,
            until=row.valid_to,
            is_main=row.is_main,
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
    if len(number) < 2 or not is_writable(text):
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


def browse_agencies(*, viewer: Actor, at: date, text: str = "", kind: AgencyKind | None = None) -> AgencyDirectory:
    """Return the agencies within the viewer's sight by kind, and apart those that have ended.

    Units stand on the pages of their agencies; here they come when asked for by kind or by words.

    :param text: part of a name or code, with or without diacritics
    """
    rows = (
        AGENCIES.visible(Agency.objects.all(), viewer)
        .select_related("parent", "successor")
        .annotate(officers=Count("appointments", filter=_held_at(at)))
        .order_by("code")
    )
    words = fold(text)
    fits = [row for row in rows if words in fold(f"{row.name} {row.short_name} {row.code}")]
    current = [row for row in fits if row.valid_to is None or row.valid_to >= at]
    counts = {each: sum(row.kind == each for row in current) for each in DIRECTORY_ORDER}
    shown = [row for row in current if row.kind == kind or (kind is None and (words or row.kind != AgencyKind.UNIT))]
    groups = (
        AgencyGroup(each, tuple(_line(row) for row in shown[:MOST_LINES] if row.kind == each))
        for each in DIRECTORY_ORDER
    )
    return AgencyDirectory(
        groups=tuple(group for group in groups if group.lines),
        ended=tuple(_line(row) for row in fits if row not in current and kind in {None, row.kind})[:MOST_LINES],
        counts=counts,
        more=len(shown) > MOST_LINES,
    )


def agency_page(*, code: str, viewer: Actor, at: date) -> AgencyPage:
    """Return what the page of an agency shows at a date.

    :raises NotFound: no such agency within the viewer's sight
    """
    visible = AGENCIES.visible(Agency.objects.select_related("successor"), viewer)
    agency = visible.filter(code=code).first() if is_writable(code) else None
    if agency is None:
        raise NotFound(_("There is no agency with the code %(code)s.") % {"code": code[:40]})
    above = Agency.objects.filter(pk__in=[int(step) for step in agency.path.split("/") if step]).exclude(pk=agency.pk)
    below = (
        Agency.objects.filter(parent=agency)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=at))
        .select_related("parent", "successor")
        .annotate(officers=Count("unit_appointments", filter=_held_at(at, "unit_appointments")))
    )
    return AgencyPage(
        agency=agency_info(agency),
        version=agency.version,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        successor_name=agency.successor.name if agency.successor else "",
        above=tuple(agency_info(each) for each in above.order_by("path")),
        below=tuple(_line(row) for row in below.order_by("code")[:MOST_LINES]),
        officers=appointments_in(agency_id=agency.pk, at=at),
        may_manage=AGENCIES.allows(viewer, MANAGE, agency),
    )


def working_week(*, calendar_id: int | None, at: date) -> tuple[tuple[date, str], ...]:
    """Return the working hours of the week of a date, such as "07:00–11:30, 13:30–17:00", empty on days off."""
    if calendar_id is None:
        return ()
    monday = at - timedelta(days=at.weekday())
    days = [monday + timedelta(days=step) for step in range(7)]
    return tuple(
        (day, ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in sessions))
        for day, sessions in ((day, calendars.sessions_of(calendar_id=calendar_id, day=day)) for day in days)
    )


def get_appointment(*, appointment_id: int, agency_code: str, at: date) -> AppointmentInfo:
    """Return an appointment held in an agency at a date. The caller has checked that the viewer may see it.

    :raises NotFound: no such appointment
    """
    found = _appointments(Q(pk=appointment_id, agency__code=agency_code), at)
    if not found:
        raise NotFound(_("There is no such appointment in this agency."))
    return found[0]


def list_positions() -> tuple[tuple[str, str], ...]:
    """Return the positions officers may hold, by rank: code and name."""
    return tuple(Position.objects.order_by("rank", "name").values_list("code", "name"))


def _held_at(at: date, path: str = "appointments") -> Q:
    open_ended = Q(**{f"{path}__valid_to__isnull": True}) | Q(**{f"{path}__valid_to__gte": at})
    return Q(**{f"{path}__valid_from__lte": at}) & open_ended


def _line(row: Agency) -> AgencyLine:
    return AgencyLine(
        code=row.code,
        name=row.name,
        kind=AgencyKind(row.kind),
        parent_name=row.parent.name if row.parent else "",
        officers=getattr(row, "officers", 0),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_name=row.successor.name if row.successor else "",
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
