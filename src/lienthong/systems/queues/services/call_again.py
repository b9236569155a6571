"""Calling once more."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues.contracts import SERVE, TicketState
from lienthong.systems.queues.models import Desk
from lienthong.systems.queues.policy import DESKS

from . import at_counter


@act(
    "queues.counter.call_again",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Call again"),
    key="uuid",
    state_field="",
)
def call_again(subject: Desk, *, counter: UUID, actor: Actor, now: datetime) -> Remember:
    """Call the person again who was called to the counter and has not come.

    :raises NotPermitted: the actor does not sit there
    :raises Conflict: nobody was called, or they are served already
    """
    post = at_counter.own_counter(subject, counter, actor)
    ticket = at_counter.require(post, TicketState.CALLED)
    at_counter.call(ticket, post, now)
    return Remember({"ticket": ticket.code, "counter": post.number, "calls": ticket.calls})
