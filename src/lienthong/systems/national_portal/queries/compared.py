"""How the days compare, and what is missing on either side (R-69)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.systems.national_portal.contracts import SEE, ComparedDay, DayState, Generation, MissingRow, Side
from lienthong.systems.national_portal.models import Comparison, Missing
from lienthong.systems.national_portal.policy import ACTS
from lienthong.systems.onestop import queries as onestop

PAGE, BATCH = 60, 500


@dataclass(frozen=True)
class ComparedFilters:
    """What narrows the comparison; the days are local, both included."""

    state: str = ""
    procedure: str = ""
    day_from: date | None = None
    day_to: date | None = None


@dataclass(frozen=True)
class MissingFilters:
    """What narrows the list of the missing; the days are local, both included."""

    side: str = ""
    text: str = ""
    day_from: date | None = None
    day_to: date | None = None


def list_compared(*, viewer: Actor, filters: ComparedFilters, page: int = 1) -> tuple[tuple[ComparedDay, ...], bool]:
    """Return a page of days, the newest first, and whether more follow. One statement.

    :raises NotPermitted: the viewer does not see the whole province
    """
    start = (page - 1) * PAGE
    found = list(_compared(viewer, filters)[start : start + PAGE + 1])
    return tuple(map(_day, found[:PAGE])), len(found) > PAGE


def stream_compared(*, viewer: Actor, filters: ComparedFilters) -> Iterator[ComparedDay]:
    """Yield all days of the list, for a file."""
    for row in _compared(viewer, filters).iterator(chunk_size=BATCH):
        yield _day(row)


def list_missing(*, viewer: Actor, filters: MissingFilters, page: int = 1) -> tuple[tuple[MissingRow, ...], bool]:
    """Return a page of what is missing, the newest day first, and whether more follow. Three statements.

    :raises NotPermitted: the viewer does not see the whole province
    """
    start = (page - 1) * PAGE
    found = list(_missing(viewer, filters)[start : start + PAGE + 1])
    return _rows(found[:PAGE]), len(found) > PAGE


def stream_missing(*, viewer: Actor, filters: MissingFilters) -> Iterator[MissingRow]:
    """Yield all that is missing, for a file."""
    batch: list[Missing] = []
    for row in _missing(viewer, filters).iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _rows(batch)
            batch = []
    yield from _rows(batch)


def _require(viewer: Actor) -> None:
    if ACTS.condition(viewer, SEE) != Q():
        raise NotPermitted(_("Only who looks after the whole province sees how the days compare."))


def _compared(viewer: Actor, filters: ComparedFilters) -> "QuerySet[Comparison]":
    _require(viewer)
    rows = Comparison.objects.filter(_days(filters.day_from, filters.day_to))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if typed := filters.procedure.strip():
        rows = rows.filter(procedure__startswith=typed)
    return rows.order_by("-day", "procedure", "generation")


def _missing(viewer: Actor, filters: MissingFilters) -> "QuerySet[Missing]":
    _require(viewer)
    rows = Missing.objects.filter(_days(filters.day_from, filters.day_to))
    if filters.side:
        rows = rows.filter(side=filters.side)
    if typed := filters.text.strip():
        rows = rows.filter(Q(code__istartswith=typed) | Q(procedure__startswith=typed))
    return rows.order_by("-day", "side", "code")


def _days(first: date | None, last: date | None) -> Q:
    return (Q(day__gte=first) if first else Q()) & (Q(day__lte=last) if last else Q())


def _day(row: Comparison) -> ComparedDay:
    return ComparedDay(
        day=row.day,
        procedure=row.procedure,
        generation=Generation(row.generation),
        state=DayState(row.state),
        ours=row.ours,
        theirs=row.theirs,
        both=row.both,
        missing_there=row.missing_there,
        missing_here=row.missing_here,
        at=row.at,
    )


def _rows(rows: Iterable[Missing]) -> tuple[MissingRow, ...]:
    found = list(rows)
    here = onestop.known_codes(codes=[row.code for row in found]) if found else frozenset()
    return tuple(
        MissingRow(row.day, row.procedure, row.code, Side(row.side), row.found_at, row.code in here) for row in found
    )
