"""Dossiers on their way between agencies: what waits to be given, what is to be taken, what was given and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.ui.contracts import fold
from lienthong.systems.onestop.contracts import Passing
from lienthong.systems.onestop.models import HandOver
from lienthong.systems.onestop.policy import HAND_OVERS

PAGE = 40
BATCH = 500


class HandOverView(StrEnum):
    """The views of the list: to give, to take, and all that was given."""

    TO_GIVE = "to_give"
    TO_TAKE = "to_take"
    LOG = "log"


@dataclass(frozen=True)
class HandOverFilters:
    """What narrows the list; each is optional. `slip` names what was given together."""

    text: str = ""
    only_late: bool = False
    slip: UUID | None = None


@dataclass(frozen=True)
class HandOverRow:
    """One hand-over; `remaining` is working time until it was to be given, negative when late."""

    id: int
    number: str
    dossier: str
    title: str
    owner: str
    owner_id: int
    no: int
    from_id: int
    to_id: int
    giving: str
    taking: str
    on_paper: bool
    state: Passing
    ready_at: datetime
    due_at: datetime
    basis: str
    giver: str
    given_at: datetime | None
    taker: str
    taken_at: datetime | None
    refusal: str
    slip: UUID | None
    is_late: bool
    remaining: int
    day_minutes: int
    version: int


_ROWS = HandOver.objects.select_related("dossier__owner", "from_agency", "to_agency")
_OF_DOSSIER = Prepared(lambda dossier: _ROWS.filter(dossier_id=dossier).exclude(state=Passing.VOID).order_by("no"))


def hand_overs_of(*, dossier_id: int, now: datetime) -> tuple[HandOverRow, ...]:
    """Return the hand-overs of a dossier in their order, for who may see the dossier. One statement."""
    return tuple(_row(line, now) for line in _OF_DOSSIER(dossier=dossier_id))


def list_hand_overs(
    *, viewer: Actor, view: HandOverView, filters: HandOverFilters, now: datetime, page: int = 1
) -> tuple[tuple[HandOverRow, ...], bool]:
    """Return a page of a view and whether more follow: what waits by due moment, the log newest first.

    One statement.
    """
    start = (page - 1) * PAGE
    found = list(_viewed(viewer, view, filters, now)[start : start + PAGE + 1])
    return tuple(_row(line, now) for line in found[:PAGE]), len(found) > PAGE


def all_hand_overs(
    *, viewer: Actor, view: HandOverView, filters: HandOverFilters, now: datetime
) -> Iterator[HandOverRow]:
    """Yield every hand-over of a view, read a batch at a time."""
    for line in _viewed(viewer, view, filters, now).iterator(chunk_size=BATCH):
        yield _row(line, now)


def count_hand_overs(*, viewer: Actor, now: datetime) -> dict[str, int]:
    """Return how many wait to be given, how many of these late, and how many to be taken. One statement."""
    mine = HAND_OVERS.visible(HandOver.objects.all(), viewer)
    giving = Q(state=Passing.WAITING, from_agency_id=viewer.agency_id)
    return mine.aggregate(
        to_give=Count("pk", filter=giving),
        late=Count("pk", filter=giving & Q(due_at__lt=now)),
        to_take=Count("pk", filter=Q(state=Passing.GIVEN, to_agency_id=viewer.agency_id)),
    )


def slip_lines(*, slip: UUID, viewer: Actor, now: datetime) -> tuple[HandOverRow, ...]:
    """Return what was given together, by receiving agency. One statement.

    :raises NotFound: there is no such slip, or the viewer may not know of it
    """
    rows = HAND_OVERS.visible(_ROWS.filter(slip=slip), viewer).order_by("to_agency_id", "pk")
    found = tuple(_row(line, now) for line in rows)
    if not found:
        raise NotFound(str(slip))
    return found


def _viewed(viewer: Actor, view: HandOverView, filters: HandOverFilters, now: datetime) -> "QuerySet[HandOver]":
    rows = HAND_OVERS.visible(_ROWS, viewer)
    if view is HandOverView.TO_GIVE:
        rows = rows.filter(state=Passing.WAITING, from_agency_id=viewer.agency_id).order_by("due_at", "pk")
    elif view is HandOverView.TO_TAKE:
        rows = rows.filter(state=Passing.GIVEN, to_agency_id=viewer.agency_id).order_by("given_at", "pk")
    else:
        rows = rows.exclude(state__in=(Passing.WAITING, Passing.VOID)).order_by("-given_at", "-pk")
    if filters.only_late:
        rows = rows.filter(Q(given_at__gt=F("due_at")) | Q(given_at__isnull=True, due_at__lt=now))
    if filters.slip is not None:
        rows = rows.filter(slip=filters.slip)
    if filters.text:
        folded = fold(filters.text)
        owner = "dossier__owner__folded_name"
        names = Q(**{f"{owner}__startswith": folded}) | Q(**{f"{owner}__contains": f" {folded}"})
        rows = rows.filter(Q(dossier__number__istartswith=filters.text.strip()) | names)
    return rows


def _row(line: HandOver, now: datetime) -> HandOverRow:
    calendar_id = line.from_agency.calendar_id or line.dossier.calendar_id
    until = line.given_at or now
    late = until > line.due_at
    remaining = calendars.working_minutes_between(calendar_id=calendar_id, start=until, end=line.due_at)
    return HandOverRow(
        id=line.pk,
        number=line.number,
        dossier=line.dossier.number,
        title=line.dossier.title,
        owner=line.dossier.owner.name,
        owner_id=line.dossier.owner_id,
        no=line.no,
        from_id=line.from_agency_id,
        to_id=line.to_agency_id,
        giving=line.from_agency.name,
        taking=line.to_agency.name,
        on_paper=line.on_paper,
        state=Passing(line.state),
        ready_at=line.ready_at,
        due_at=line.due_at,
        basis=line.basis,
        giver=line.giver_name,
        given_at=line.given_at,
        taker=line.taker_name,
        taken_at=line.taken_at,
        refusal=line.refusal,
        slip=line.slip,
        is_late=late,
        remaining=remaining or (-1 if late else 0),
        day_minutes=calendars.standard_day_minutes(calendar_id=calendar_id),
        version=line.version,
    )
