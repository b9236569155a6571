"""Waiting and serving times of a desk, from its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.systems.queues.contracts import SUPERVISE, DeskInfo, ServingEnd, TicketState
from lienthong.systems.queues.models import Desk, Ticket
from lienthong.systems.queues.policy import DESKS

from .tickets import TicketFilters

# Percentiles are those of what happened, not between two values. A serving that was never ended counts nowhere.
_TIMES = """
SELECT {group}, count(*),
    avg(s.waited), percentile_disc(0.5) WITHIN GROUP (ORDER BY s.waited),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY s.waited),
    avg(s.served), percentile_disc(0.5) WITHIN GROUP (ORDER BY s.served),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY s.served)
FROM queues_serving s
JOIN queues_ticket t ON t.id = s.ticket_id
JOIN queues_counter c ON c.id = s.counter_id
JOIN queues_ticketclass k ON k.id = s.ticket_class_id
WHERE t.desk_id = %(desk)s AND t.day = %(day)s AND s.end <> %(unfinished)s
    AND (%(prefix)s = '' OR k.prefix = %(prefix)s) AND (%(counter)s = '' OR c.number = %(counter)s)
GROUP BY 1 ORDER BY 1
"""
_GROUPS = {
    "all": "'all'",
    "hour": "extract(hour FROM s.started_at AT TIME ZONE %(zone)s)::int",
    "counter": "c.number",
    "class": "k.prefix",
}


@dataclass(frozen=True)
class Part:
    """Servings of one hour, counter or class: how many, and seconds on average, at the middle and at nine of ten."""

    name: str
    servings: int
    waited: int
    waited_half: int
    waited_most: int
    served: int | None
    served_half: int | None
    served_most: int | None


@dataclass(frozen=True)
class DayFigures:
    """A day at a desk. `longest_since`: since when whoever waits longest waits; `total` is None before any serving."""

    taken: int
    waiting: int
    serving: int
    served: int
    missed: int
    left: int
    longest_since: datetime | None
    total: Part | None
    hours: tuple[Part, ...]
    counters: tuple[Part, ...]
    classes: tuple[Part, ...]


def figures_of(*, desk: DeskInfo, viewer: Actor, filters: TicketFilters) -> DayFigures:
    """Return the figures of a desk on a day. Six statements.

    :raises NotFound: the viewer does not supervise the desk
    """
    row = Desk.objects.filter(DESKS.condition(viewer, SUPERVISE), uuid=desk.uuid).first()
    if row is None:
        raise NotFound(_("There is no such desk, or you may not see it."))
    tickets = Ticket.objects.filter(desk=row, day=filters.day)
    if filters.prefix:
        tickets = tickets.filter(ticket_class__prefix=filters.prefix)
    here = (TicketState.CALLED, TicketState.SERVING)
    counted = tickets.aggregate(
        taken=Count("id"),
        waiting=Count("id", filter=Q(state=TicketState.WAITING)),
        serving=Count("id", filter=Q(state__in=here)),
        served=Count("id", filter=Q(state=TicketState.SERVED)),
        missed=Count("id", filter=Q(state=TicketState.MISSED)),
        left=Count("id", filter=Q(state__in=(TicketState.LEFT, TicketState.EXPIRED))),
        longest_since=Min("waits_since", filter=Q(state=TicketState.WAITING)),
    )
    parts = {group: _parts(row.pk, group, filters) for group in _GROUPS}
    return DayFigures(
        **counted,
        total=next(iter(parts["all"]), None),
        hours=parts["hour"],
        counters=parts["counter"],
        classes=parts["class"],
    )


def _parts(desk_id: int, group: str, filters: TicketFilters) -> tuple[Part, ...]:
    values: dict[str, Any] = {
        "desk": desk_id, "day": filters.day, "unfinished": ServingEnd.UNFINISHED.value, "prefix": filters.prefix,
        "counter": filters.counter, "zone": timezone.get_current_timezone_name(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        # The groups are the four constants above.
        cursor.execute(_TIMES.format(group=_GROUPS[group]), values)
        rows = cursor.fetchall()
    return tuple(Part(str(name), int(count), *_whole(times)) for name, count, *times in rows)


def _whole(values: Sequence[Any]) -> Any:
    """Return seconds without fractions, nothing as nothing."""
    return tuple(None if value is None else round(value) for value in values)
