"""Ending a serving."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues.contracts import SERVE, TicketState
from lienthong.systems.queues.events import TicketServed
from lienthong.systems.queues.models import Desk
from lienthong.systems.queues.policy import DESKS

from . import at_counter


@act(
    "queues.counter.end",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("End serving"),
    key="uuid",
    state_field="",
)
def end_serving(subject: Desk, *, counter: UUID, actor: Actor, now: datetime) -> tuple[Remember, TicketServed]:
    """Note that the person at the counter is done, without calling the next.

    :raises NotPermitted: the actor does not sit there
    :raises Conflict: nobody is being served there
    """
    post = at_counter.own_counter(subject, counter, actor)
    ticket = at_counter.require(post, TicketState.SERVING)
    served = at_counter.serve_to_the_end(subject, ticket, now)
    return Remember({"ticket": ticket.code, "counter": post.number}), served
