"""What an officer at a counter sees."""

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.systems.queues.contracts import SERVE, ClassInfo, CounterInfo, DeskInfo, TicketRow, TicketState
from lienthong.systems.queues.models import Counter, Ticket
from lienthong.systems.queues.policy import DESKS

from .desks import classes_of, counter_info, counters_of, desk_info, get_desk
from .tickets import ticket_row, with_servings

MOST_SHOWN = 8


@dataclass(frozen=True)
class Seat:
    """The counter of an officer: its desk, who is there, how many wait for it, and where one may be sent.

    `longest`: since when the person who came first of those waits; `next_codes`: in the order they came.
    """

    desk: DeskInfo
    counter: CounterInfo
    here: TicketRow | None
    waiting: int
    longest: datetime | None
    by_class: tuple[tuple[ClassInfo, int], ...]
    next_codes: tuple[tuple[str, str, datetime], ...]
    others: tuple[CounterInfo, ...]
    served_today: int


def find_seat(*, viewer: Actor) -> tuple[DeskInfo, CounterInfo] | None:
    """Return the counter at which the viewer sits and its desk, None when at none. Two statements."""
    if viewer.user_id is None or not viewer.may(SERVE):
        return None
    rows = Counter.objects.filter(officer_id=viewer.user_id).select_related("desk__agency")
    counter = rows.prefetch_related("classes").first()
    if counter is None or not DESKS.allows(viewer, SERVE, counter.desk):
        return None
    return desk_info(counter.desk), counter_info(counter)


def desk_of_counter(*, uuid: UUID, viewer: Actor) -> DeskInfo:
    """Return the desk of a counter at which the viewer may serve.

    :raises NotFound: there is none, or the viewer may not
    """
    desk = Counter.objects.filter(uuid=uuid).values_list("desk__uuid", flat=True).first()
    if desk is None:
        raise NotFound(_("There is no such counter at this desk."))
    return get_desk(uuid=desk, viewer=viewer, permission=SERVE)


def get_seat(*, desk: DeskInfo, counter: CounterInfo, now: datetime) -> Seat:
    """Return what the officer of a counter needs, for a desk that was read for them. At most nine statements."""
    today = Ticket.objects.filter(desk__uuid=desk.uuid, day=timezone.localdate(now))
    here = with_servings(today.filter(counter__uuid=counter.uuid, state__in=(TicketState.CALLED, TicketState.SERVING)))
    own, tally = [], Tally[str]()
    rows = today.filter(state=TicketState.WAITING).select_related("ticket_class", "priority", "target")
    for row in rows.order_by("queued_at", "pk"):
        prefix = row.ticket_class.prefix
        tally[prefix] += 1
        if row.target.uuid == counter.uuid if row.target else prefix in counter.prefixes:
            own.append(row)
    classes = tuple(each for each in classes_of(desk=desk) if each.active)
    others = (each for each in counters_of(desk=desk) if each.uuid != counter.uuid and each.active)
    return Seat(
        desk=desk,
        counter=counter,
        here=next((ticket_row(row) for row in here), None),
        waiting=len(own),
        longest=min((row.waits_since for row in own), default=None),
        by_class=tuple((each, tally[each.prefix]) for each in classes),
        next_codes=tuple(
            (row.code, row.priority.name if row.priority else "", row.waits_since) for row in own[:MOST_SHOWN]
        ),
        others=tuple(others),
        served_today=today.filter(counter__uuid=counter.uuid, state=TicketState.SERVED).count(),
    )
