"""The past of agencies: names, codes and places by date, predecessors and successors, who was head when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lienthong.kernel.organizations.contracts import AgencyKind, Capacity, ReorganizationKind
from lienthong.kernel.organizations.models import Agency, AgencyPeriod, Appointment, Succession

from .agencies import find_agency
from .appointments import AppointmentInfo, appointment_info, seats_at
from .directory import AgencyPage, existing_at

MOST_HEADS = 40


@dataclass(frozen=True)
class Period:
    """How an agency was called and placed from a day to a day."""

    code: str
    name: str
    kind: AgencyKind
    parent_name: str
    since: date
    until: date | None
    basis: str


@dataclass(frozen=True)
class Follower:
    """An agency that came before or after another."""

    code: str
    name: str
    day: date
    kind: ReorganizationKind
    share: str
    basis: str


@dataclass(frozen=True)
class AgencyPast:
    """All that is known of an agency's past."""

    periods: tuple[Period, ...]
    predecessors: tuple[Follower, ...]
    successors: tuple[Follower, ...]
    heads: tuple[AppointmentInfo, ...]

    def name_on(self, day: date) -> str:
        """Return how the agency was called on a day; empty when it did not exist."""
        found = (each.name for each in self.periods if each.since <= day and (each.until is None or day <= each.until))
        return next(found, "")


def agency_past(*, shown: AgencyPage, at: date) -> AgencyPast:
    """Return the past of an agency: periods, predecessors, successors and heads, the latest first.

    :param shown: its page, which only those have who may see the agency
    :param at: the day of asking; what lies later is left out of the heads
    """
    periods = AgencyPeriod.objects.filter(agency_id=shown.agency.id).select_related("parent").order_by("-valid_from")
    own = shown.agency.id
    steps = list(
        Succession.objects.filter(Q(successor_id=own) | Q(predecessor_id=own))
        .select_related("predecessor", "successor")
        .order_by("day", "pk")
    )
    after = sorted((row for row in steps if row.predecessor_id == own), key=lambda row: (not row.is_main, row.pk))
    return AgencyPast(
        periods=tuple(_period(row) for row in periods),
        predecessors=tuple(_follower(row, row.predecessor) for row in steps if row.successor_id == own),
        successors=tuple(_follower(row, row.successor) for row in after),
        heads=_heads(agency_id=shown.agency.id, until=at),
    )


def heads_of(*, code: str, at: date) -> tuple[AppointmentInfo, ...]:
    """Return who was at the head of an agency or unit at a date; the one who acts for the head comes after them.

    The head fills the seat of the highest rank. The code may be one of an earlier time. The caller has checked that
    the viewer may know.

    :raises NotFound: nobody ever had the code
    """
    agency = find_agency(code=code)
    return _highest(seats_at(agency_id=agency.id, at=at), is_unit=agency.kind is AgencyKind.UNIT)


def name_at(*, agency_id: int, at: date) -> str:
    """Return how an agency was called at a date; before its first day and after its last as it is written now."""
    period = AgencyPeriod.objects.filter(existing_at(at), agency_id=agency_id).first()
    if period is not None:
        return period.name
    return str(Agency.objects.values_list("name", flat=True).get(pk=agency_id))


def _highest(seats: tuple[AppointmentInfo, ...], *, is_unit: bool) -> tuple[AppointmentInfo, ...]:
    """Keep who fills the highest seat; the head of an agency sits in no unit of it."""
    own = [seat for seat in seats if is_unit or seat.unit_id is None]
    ranks = dict(Appointment.objects.filter(pk__in=[seat.id for seat in own]).values_list("pk", "position__rank"))
    if not own:
        return ()
    best = min(ranks.values())
    return tuple(seat for seat in own if ranks[seat.id] == best)


def _heads(*, agency_id: int, until: date) -> tuple[AppointmentInfo, ...]:
    """Return who filled the highest seat an agency has had, the latest first."""
    rows = (
        Appointment.objects.filter(Q(agency_id=agency_id, unit=None) | Q(unit_id=agency_id), valid_from__lte=until)
        .exclude(capacity__in=[Capacity.DELEGATED, Capacity.DEPUTY])
        .select_related("agency", "unit", "position", "user", "on_behalf_of__user")
        .order_by("position__rank", "-valid_from", "-pk")[:MOST_HEADS]
    )
    found = list(rows)
    return tuple(appointment_info(row) for row in found if row.position.rank == found[0].position.rank)


def _period(row: AgencyPeriod) -> Period:
    return Period(
        code=row.code,
        name=row.name,
        kind=AgencyKind(row.kind),
        parent_name=row.parent.name if row.parent else "",
        since=row.valid_from,
        until=row.valid_to,
        basis=row.basis,
    )


def _follower(row: Succession, agency: Agency) -> Follower:
    return Follower(
        code=agency.code,
        name=agency.name,
        day=row.day,
        kind=ReorganizationKind(row.kind),
        share=row.share,
        basis=row.basis,
    )
