"""Saying that nobody came."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import SERVE, TicketState
from lienthong.systems.queues.events import TicketMissed
from lienthong.systems.queues.models import Desk
from lienthong.systems.queues.policy import DESKS

from . import at_counter


@act(
    "queues.counter.absent",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Nobody came"),
    key="uuid",
    state_field="",
)
def mark_absent(
    subject: Desk, *, counter: UUID, actor: Actor, now: datetime
) -> tuple[Remember] | tuple[Remember, TicketMissed]:
    """Send whoever was called and did not come to the end of the line, as often as the desk allows; then close it.

    :raises NotPermitted: the actor does not sit there
    :raises Conflict: nobody was called, or they are served already
    """
    post = at_counter.own_counter(subject, counter, actor)
    ticket = at_counter.require(post, TicketState.CALLED)
    kept = Remember({"ticket": ticket.code, "counter": post.number, "returns": ticket.returns})
    if ticket.returns < subject.returns:
        ticket.state, ticket.counter, ticket.queued_at = TicketState.WAITING.value, None, now
        ticket.returns += 1
        ticket.save(update_fields=["state", "counter", "queued_at", "returns"])
        return (kept,)
    at_counter.end_ticket(ticket, TicketState.MISSED, now)
    missed = TicketMissed(
        ticket=str(ticket.uuid),
        desk=str(subject.uuid),
        agency_id=subject.agency_id,
        class_prefix=ticket.ticket_class.prefix,
        waited=rules.seconds_between(ticket.waits_since, now),
        at=now,
    )
    return kept, missed
