"""What acts at a counter share: whose it is, who is there, and how serving somebody ends.

All of them run under the lock of the desk.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, NotFound, NotPermitted
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import CounterState, OrderRule, ServingEnd, TicketState
from lienthong.systems.queues.events import TicketServed
from lienthong.systems.queues.models import Counter, Desk, Serving, Ticket

HERE = (TicketState.CALLED, TicketState.SERVING)


def find_counter(desk: Desk, counter: UUID) -> Counter:
    """Return a counter of a desk that is in use.

    :raises NotFound: the desk has none such
    """
    found = desk.counters.filter(uuid=counter, active=True).first()
    if found is None:
        raise NotFound(_("There is no such counter at this desk."))
    return found


def own_counter(desk: Desk, counter: UUID, actor: Actor) -> Counter:
    """Return the counter at which the actor sits.

    :raises NotFound: the desk has none such
    :raises NotPermitted: somebody else sits there, or nobody
    """
    found = find_counter(desk, counter)
    if found.state == CounterState.CLOSED or found.officer_id is None or found.officer_id != actor.user_id:
        raise NotPermitted(_("Open counter %(number)s first: you do not sit there.") % {"number": found.number})
    return found


def present(counter: Counter) -> Ticket | None:
    """Return who was called to a counter or is served there."""
    tickets = Ticket.objects.select_related("ticket_class", "priority")
    return tickets.filter(counter=counter, state__in=HERE).first()


def require(counter: Counter, *states: TicketState) -> Ticket:
    """Return the ticket at a counter.

    :raises Conflict: nobody is there, or they do not stand so
    """
    ticket = present(counter)
    if ticket is None:
        raise Conflict(_("Nobody is at counter %(number)s. Call the next.") % {"number": counter.number})
    if ticket.state not in states:
        if ticket.state == TicketState.CALLED:
            message = _("%(code)s was called and is not served yet. Start, or say that nobody came.")
        else:
            message = _("%(code)s is being served already.")
        raise Conflict(message % {"code": ticket.code})
    return ticket


def line_of(desk: Desk, now: datetime) -> list[rules.Waiting]:
    """Return who waits at a desk today. One statement."""
    rows = Ticket.objects.filter(desk=desk, day=timezone.localdate(now), state=TicketState.WAITING)
    return [
        rules.Waiting(key, arrived, rank, group, target)
        for key, arrived, rank, group, target in rows.values_list(
            "pk", "queued_at", "rank", "ticket_class_id", "target_id"
        )
    ]


def terms_of(desk: Desk) -> rules.Terms:
    """Return the rule of a desk."""
    return rules.Terms(OrderRule(desk.rule), desk.every)


def call(ticket: Ticket, counter: Counter, now: datetime) -> None:
    """Call somebody to a counter."""
    ticket.state, ticket.counter, ticket.called_at = TicketState.CALLED.value, counter, now
    ticket.calls = F("calls") + 1
    ticket.save(update_fields=["state", "counter", "called_at", "calls"])
    ticket.refresh_from_db(fields=["calls"])


def close_serving(ticket: Ticket, end: ServingEnd, now: datetime) -> Serving:
    """End the serving that is under way."""
    serving = Serving.objects.get(ticket=ticket, ended_at__isnull=True)
    serving.ended_at, serving.end = now, end.value
    serving.served = rules.seconds_between(serving.started_at, now)
    serving.save(update_fields=["ended_at", "end", "served"])
    return serving


def end_ticket(ticket: Ticket, state: TicketState, now: datetime) -> None:
    """End a ticket; the telephone is not needed any more."""
    ticket.state, ticket.ended_at, ticket.phone = state.value, now, ""
    ticket.save(update_fields=["state", "ended_at", "phone"])


def serve_to_the_end(desk: Desk, ticket: Ticket, now: datetime) -> TicketServed:
    """End the serving of a ticket and the ticket."""
    serving = close_serving(ticket, ServingEnd.SERVED, now)
    end_ticket(ticket, TicketState.SERVED, now)
    return TicketServed(
        ticket=str(ticket.uuid),
        desk=str(desk.uuid),
        agency_id=desk.agency_id,
        class_prefix=ticket.ticket_class.prefix,
        priority=ticket.priority.code if ticket.priority else "",
        waited=serving.waited,
        served=serving.served or 0,
        at=now,
    )
