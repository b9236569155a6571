"""Calling the next person."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues import rules
from lienthong.systems.queues.contracts import SERVE, CounterState, NobodyWaits, TicketState
from lienthong.systems.queues.events import TicketServed
from lienthong.systems.queues.models import Counter, Desk, Ticket
from lienthong.systems.queues.policy import DESKS

from . import at_counter
from .tell_nearly import tell_nearly


@act(
    "queues.counter.call",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Call the next"),
    key="uuid",
    state_field="",
)
def call_next(
    subject: Desk, *, counter: UUID, actor: Actor, now: datetime
) -> tuple[Remember, Ticket] | tuple[Remember, Ticket, TicketServed]:
    """Call the next person to a counter by the rule of the desk; whoever was served there is done.

    The desk is locked, so two counters never call the same person.

    :returns: among others the ticket that was called
    :raises NotPermitted: the actor does not sit there
    :raises Conflict: who was called before was neither served nor said to be absent, or the counter is paused
    :raises NobodyWaits: nobody is in line whom this counter serves; who was served there is still done by its own act
    """
    post = at_counter.own_counter(subject, counter, actor)
    if post.state == CounterState.PAUSED:
        raise Conflict(_("Counter %(number)s is paused. Open it again first.") % {"number": post.number})
    here = at_counter.present(post)
    if here is not None and here.state == TicketState.CALLED:
        at_counter.require(post, TicketState.SERVING)
    chosen = _choose(subject, post, now)
    done = at_counter.serve_to_the_end(subject, here, now) if here is not None else None
    ticket = Ticket.objects.select_related("ticket_class", "priority").get(pk=chosen.key)
    at_counter.call(ticket, post, now)
    tell_nearly(desk=subject, now=now)
    kept = Remember({"ticket": ticket.code, "counter": post.number})
    return (kept, ticket) if done is None else (kept, ticket, done)


def _choose(desk: Desk, post: Counter, now: datetime) -> rules.Waiting:
    groups = frozenset(post.classes.values_list("pk", flat=True))
    seat = rules.Post(post.pk, groups, rules.Turn(post.overtakes, post.ordered))
    line = [each for each in at_counter.line_of(desk, now) if seat.serves(each)]
    answer = rules.choose(line, at_counter.terms_of(desk), seat.turn)
    if answer is None:
        raise NobodyWaits(_("Nobody waits for counter %(number)s.") % {"number": post.number})
    chosen, turn = answer
    post.overtakes, post.ordered = turn.overtakes, turn.ordered
    post.save(update_fields=["overtakes", "ordered"])
    return chosen
