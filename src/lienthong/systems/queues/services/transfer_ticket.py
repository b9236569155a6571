"""Sending somebody on to another counter or class."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues.contracts import SERVE, CounterState, ServingEnd, TicketState
from lienthong.systems.queues.models import Counter, Desk, TicketClass
from lienthong.systems.queues.policy import DESKS

from . import at_counter


@act(
    "queues.counter.transfer",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Transfer"),
    key="uuid",
    state_field="",
)
def transfer_ticket(
    subject: Desk,
    *,
    counter: UUID,
    prefix: str = "",
    target: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> Remember:
    """Send the person at a counter on, keeping their place in line: they came when they came.

    :param prefix: the class they wait in now; empty keeps it
    :param target: the counter that is to call them, which must be open; without it any counter of the class does
    :raises NotPermitted: the actor does not sit there
    :raises Conflict: nobody is there
    :raises Invalid: no such class or counter, or nothing would change
    """
    post = at_counter.own_counter(subject, counter, actor)
    ticket = at_counter.require(post, TicketState.CALLED, TicketState.SERVING)
    wanted = _class(subject, prefix) if prefix else ticket.ticket_class
    other = _target(subject, target, post) if target is not None else None
    if wanted == ticket.ticket_class and other is None:
        raise _invalid("prefix", _("Choose another class, or a counter"))
    if ticket.state == TicketState.SERVING:
        at_counter.close_serving(ticket, ServingEnd.TRANSFERRED, now)
        ticket.waits_since = now
    ticket.state, ticket.counter = TicketState.WAITING.value, None
    ticket.ticket_class, ticket.target = wanted, other
    ticket.save(update_fields=["state", "counter", "ticket_class", "target", "waits_since"])
    to = {"class": wanted.prefix, "to": other.number if other else ""}
    return Remember({"ticket": ticket.code, "counter": post.number} | to)


def _class(desk: Desk, prefix: str) -> TicketClass:
    found = desk.classes.filter(prefix=prefix, active=True).first()
    if found is None:
        raise _invalid("prefix", _("Choose a class of this desk"))
    return found


def _target(desk: Desk, target: UUID, post: Counter) -> Counter:
    found = desk.counters.filter(uuid=target, active=True).exclude(pk=post.pk).first()
    if found is None or found.state == CounterState.CLOSED:
        raise _invalid("target", _("Choose an open counter"))
    return found


def _invalid(path: str, message: str) -> Invalid:
    return Invalid(message, errors=(FieldError(path, message),))
