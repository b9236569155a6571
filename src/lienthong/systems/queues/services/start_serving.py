"""Beginning to serve who was called."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import SERVE, TicketState
from lienthong.systems.queues.models import Desk, Serving
from lienthong.systems.queues.policy import DESKS

from . import at_counter


@act(
    "queues.counter.start",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Start serving"),
    key="uuid",
    state_field="",
)
def start_serving(subject: Desk, *, counter: UUID, actor: Actor, now: datetime) -> Remember:
    """Note that the person who was called is there: the wait ends, serving begins.

    :raises NotPermitted: the actor does not sit there
    :raises Conflict: nobody was called, or they are served already
    """
    post = at_counter.own_counter(subject, counter, actor)
    ticket = at_counter.require(post, TicketState.CALLED)
    Serving.objects.create(
        ticket=ticket,
        counter=post,
        ticket_class=ticket.ticket_class,
        officer_id=actor.user_id,
        officer_name=actor.name,
        waited=rules.seconds_between(ticket.waits_since, now),
        started_at=now,
    )
    ticket.state = TicketState.SERVING.value
    ticket.save(update_fields=["state"])
    return Remember({"ticket": ticket.code, "counter": post.number})
