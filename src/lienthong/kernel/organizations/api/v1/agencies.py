"""Agencies over REST, as they are or were on any day: the list, one with its past, and who held its seats."""

from datetime import date

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from lienthong.kernel.acts.extensions import ActorRequest, access
from lienthong.kernel.organizations import queries
from lienthong.kernel.organizations.contracts import AgencyKind, Capacity, ReorganizationKind
from lienthong.kernel.organizations.policy import SEE

router = Router(tags=["agencies"])


class AgencyOut(Schema):
    """An agency as it was coded, called and placed on the day; `today` is its code now."""

    code: str
    today: str
    name: str
    short_name: str
    kind: AgencyKind
    level: str
    parent_code: str
    since: date
    until: date | None


class AgencyPageOut(Schema):
    """A part of a list of agencies; `next` is what to send as `after` for more, empty at the end."""

    on: date
    items: list[AgencyOut]
    next: str


class PeriodOut(Schema):
    """How an agency was coded, called and placed from a day to a day, and by which decision."""

    code: str
    name: str
    kind: AgencyKind
    parent_name: str
    since: date
    until: date | None
    basis: str


class FollowerOut(Schema):
    """An agency that came before or after another."""

    code: str
    name: str
    day: date
    kind: ReorganizationKind
    share: str
    basis: str


class AgencyPastOut(Schema):
    """One agency: what it was called on the day, who stood above and below it, and its past."""

    on: date
    code: str
    former_code: str
    name: str
    kind: AgencyKind
    level: str
    address: str
    phone: str
    valid_from: date
    valid_to: date | None
    above: list[str]
    below: list[str]
    periods: list[PeriodOut]
    predecessors: list[FollowerOut]
    successors: list[FollowerOut]


class HolderOut(Schema):
    """Who filled a seat on the day; `on_behalf_of` names whose seat it is when it is not their own."""

    id: int
    name: str
    position: str
    agency: str
    unit: str
    capacity: Capacity
    on_behalf_of: str
    since: date
    until: date | None


class HolderPageOut(Schema):
    """A part of the holders; `next` is what to send as `after` for more, nothing at the end."""

    on: date
    items: list[HolderOut]
    next: int | None


class AgencyFilters(Schema):
    """Which agencies; `below` is the code of the agency directly above them."""

    on: date | None = None
    kind: AgencyKind | None = None
    below: str = Field("", max_length=40)
    after: str = Field("", max_length=40)
    limit: int = 50


class HolderFilters(Schema):
    """Which holders; `position` is the code of a position."""

    on: date | None = None
    position: str = Field("", max_length=60)
    after: int = Field(0, ge=0, lt=2**63)
    limit: int = 50


@router.get("", response=AgencyPageOut)
@access(SEE)
def list_agencies(request: ActorRequest, filters: Query[AgencyFilters]) -> AgencyPageOut:
    """List the agencies that existed on a day, today when none is named, by code."""
    at = filters.on or timezone.localdate()
    found, after = queries.agencies_on(
        viewer=request.actor, at=at, kind=filters.kind, below=filters.below, after=filters.after, limit=filters.limit
    )
    items = [AgencyOut(**{name: getattr(each, name) for name in AgencyOut.model_fields}) for each in found]
    return AgencyPageOut(on=at, items=items, next=after)


@router.get("/{code}", response=AgencyPastOut)
@access(SEE)
def get_agency(request: ActorRequest, code: str, on: date | None = None) -> AgencyPastOut:
    """Read an agency by its code, of today or of an earlier time, as it was on a day."""
    at = on or timezone.localdate()
    shown = queries.agency_page(code=code, viewer=request.actor, at=at)
    past = queries.agency_past(shown=shown, at=at)
    return AgencyPastOut(
        on=at,
        code=shown.agency.code,
        former_code=shown.former_code,
        name=past.name_on(at) or shown.agency.name,
        kind=shown.agency.kind,
        level=shown.agency.level,
        address=shown.agency.address,
        phone=shown.agency.phone,
        valid_from=shown.valid_from,
        valid_to=shown.valid_to,
        above=[each.code for each in shown.above],
        below=[each.code for each in shown.below],
        periods=[PeriodOut(**vars(each)) for each in past.periods],
        predecessors=[FollowerOut(**vars(each)) for each in past.predecessors],
        successors=[FollowerOut(**vars(each)) for each in past.successors],
    )


@router.get("/{code}/holders", response=HolderPageOut)
@access(SEE)
def list_holders(request: ActorRequest, code: str, filters: Query[HolderFilters]) -> HolderPageOut:
    """List who filled the seats of an agency or unit on a day, those who acted for them too."""
    at = filters.on or timezone.localdate()
    found, after = queries.holders_on(
        code=code, viewer=request.actor, at=at, position=filters.position, after=filters.after, limit=filters.limit
    )
    items = [
        HolderOut(
            id=each.id,
            name=each.user_name,
            position=each.position,
            agency=each.agency.code,
            unit=each.unit_name,
            capacity=each.capacity,
            on_behalf_of=each.on_behalf_of,
            since=each.since,
            until=each.until,
        )
        for each in found
    ]
    return HolderPageOut(on=at, items=items, next=after)
