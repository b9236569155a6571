"""Lists of tickets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.queues.contracts import SUPERVISE, DeskInfo, TicketRow, TicketState
from lienthong.systems.queues.models import Desk, Serving, Ticket
from lienthong.systems.queues.policy import DESKS

PAGE = 50
BATCH = 500


@dataclass(frozen=True)
class TicketFilters:
    """What narrows the list of a desk: the day, and optionally state, class, counter and the hour of serving."""

    day: date
    state: TicketState | None = None
    prefix: str = ""
    counter: str = ""
    hour: int | None = None


def list_tickets(
    *, desk: DeskInfo, viewer: Actor, filters: TicketFilters, page: int = 1
) -> tuple[tuple[TicketRow, ...], bool]:
    """Return a page of the tickets of a desk and day, latest first, and whether more follow. Three statements."""
    rows = with_servings(_filtered(desk, viewer, filters).order_by("-taken_at", "-pk"))
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return tuple(ticket_row(row) for row in found[:PAGE]), len(found) > PAGE


def stream_tickets(*, desk: DeskInfo, viewer: Actor, filters: TicketFilters) -> Iterator[TicketRow]:
    """Yield all tickets of the list in the order they were taken, for a file."""
    rows = with_servings(_filtered(desk, viewer, filters).order_by("taken_at", "pk"))
    for row in rows.iterator(chunk_size=BATCH):
        yield ticket_row(row)


def with_servings(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Let rows be read with what `ticket_row` shows: two statements more, however many rows."""
    related = rows.select_related("desk", "ticket_class", "priority", "counter", "target")
    return related.prefetch_related("servings__dossiers")


def ticket_row(ticket: Ticket) -> TicketRow:
    """Return a ticket as plain data; its servings were read with it."""
    servings = sorted(ticket.servings.all(), key=lambda each: each.started_at)
    first, last = (servings[0], servings[-1]) if servings else (None, None)
    return TicketRow(
        uuid=ticket.uuid,
        code=ticket.code,
        desk=ticket.desk.name,
        class_name=ticket.ticket_class.name,
        priority=ticket.priority.name if ticket.priority else "",
        state=TicketState(ticket.state),
        taken_at=ticket.taken_at,
        called_at=ticket.called_at,
        started_at=first.started_at if first else None,
        ended_at=ticket.ended_at,
        waited=sum(each.waited for each in servings) if servings else None,
        served=_served(servings),
        counter=ticket.counter.number if ticket.counter else "",
        officer=last.officer_name if last else "",
        dossiers=tuple(dossier.number for each in servings for dossier in each.dossiers.all()),
        target=ticket.target.number if ticket.target else "",
        returns=ticket.returns,
    )


def _served(servings: list[Serving]) -> int | None:
    ended = [each.served for each in servings if each.served is not None]
    return sum(ended) if ended else None


def _filtered(desk: DeskInfo, viewer: Actor, filters: TicketFilters) -> QuerySet[Ticket]:
    reached = DESKS.condition(viewer, SUPERVISE)
    rows = Ticket.objects.filter(desk__in=Desk.objects.filter(reached, uuid=desk.uuid), day=filters.day)
    if filters.state is not None:
        rows = rows.filter(state=filters.state)
    if filters.prefix:
        rows = rows.filter(ticket_class__prefix=filters.prefix)
    if filters.counter:
        served = Serving.objects.filter(counter__desk__uuid=desk.uuid, counter__number=filters.counter)
        rows = rows.filter(pk__in=served.values("ticket_id"))
    if filters.hour is not None:
        rows = rows.filter(pk__in=Serving.objects.filter(started_at__hour=filters.hour).values("ticket_id"))
    return rows
