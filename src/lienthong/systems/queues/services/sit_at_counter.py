"""Opening, pausing and closing a counter."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotPermitted, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.systems.queues.contracts import SEE, SERVE, SUPERVISE, CounterState
from lienthong.systems.queues.models import Counter, Desk, Ticket
from lienthong.systems.queues.policy import DESKS

from . import at_counter


@act(
    "queues.counter.open",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Open the counter"),
    key="uuid",
    state_field="",
)
def open_counter(subject: Desk, *, counter: UUID, actor: Actor, now: datetime) -> Remember:
    """Sit down at a counter, or go on after a pause.

    :raises NotPermitted: the actor has no account
    :raises Conflict: somebody else sits there, or the actor sits at another counter
    """
    if actor.user_id is None:
        raise NotPermitted(_("Only an officer opens a counter."))
    post = at_counter.find_counter(subject, counter)
    if post.officer_id not in {None, actor.user_id}:
        message = _("%(name)s sits at counter %(number)s.")
        raise Conflict(message % {"name": post.officer_name, "number": post.number})
    other = Counter.objects.filter(officer_id=actor.user_id).exclude(pk=post.pk).select_related("desk").first()
    if other is not None:
        message = _("You sit at counter %(number)s of %(desk)s. Close it first.")
        raise Conflict(message % {"number": other.number, "desk": other.desk.name})
    if not post.classes.filter(active=True).exists():
        raise Conflict(_("Counter %(number)s serves nothing yet.") % {"number": post.number})
    post.state, post.reason, post.since = CounterState.OPEN.value, "", now
    post.officer_id, post.officer_name = actor.user_id, actor.name
    post.save(update_fields=["state", "reason", "since", "officer", "officer_name"])
    return Remember({"counter": post.number})


@act(
    "queues.counter.pause",
    subject=Desk,
    policy=DESKS,
    permission=SERVE,
    label=gettext_lazy("Pause the counter"),
    key="uuid",
    state_field="",
)
def pause_counter(subject: Desk, *, counter: UUID, reason: str, actor: Actor, now: datetime) -> Remember:
    """Call nobody for a while, and say why.

    :raises NotPermitted: the actor does not sit there
    :raises Invalid: no reason
    :raises Conflict: somebody was called or is served there
    """
    post = at_counter.own_counter(subject, counter, actor)
    if not reason.strip():
        raise Invalid(_("Say why"), errors=(FieldError("reason", _("Say why")),))
    _require_empty(post)
    post.state, post.reason, post.since = CounterState.PAUSED.value, reason.strip()[:200], now
    post.save(update_fields=["state", "reason", "since"])
    return Remember({"counter": post.number})


@act(
    "queues.counter.close",
    subject=Desk,
    policy=DESKS,
    permission=SEE,
    label=gettext_lazy("Close the counter"),
    key="uuid",
    state_field="",
)
def close_counter(subject: Desk, *, counter: UUID, actor: Actor, now: datetime) -> Remember:
    """Get up from a counter. Who was sent to it waits for any counter of their class from then on.

    :raises NotPermitted: the actor neither sits there nor supervises the desk
    :raises Conflict: somebody was called or is served there
    """
    post = at_counter.find_counter(subject, counter)
    if post.officer_id != actor.user_id and not DESKS.allows(actor, SUPERVISE, subject):
        raise NotPermitted(_("Only who sits at a counter closes it."))
    _require_empty(post)
    empty_counter(post, now)
    return Remember({"counter": post.number})


def empty_counter(post: Counter, now: datetime) -> None:
    """Close a counter, whoever sits there."""
    post.state, post.reason, post.since = CounterState.CLOSED.value, "", now
    post.officer, post.officer_name, post.overtakes, post.ordered = None, "", 0, 0
    post.save(update_fields=["state", "reason", "since", "officer", "officer_name", "overtakes", "ordered"])
    Ticket.objects.filter(target=post).update(target=None)


def _require_empty(post: Counter) -> None:
    here = at_counter.present(post)
    if here is not None:
        message = _("%(code)s is still at counter %(number)s.")
        raise Conflict(message % {"code": here.code, "number": post.number})
