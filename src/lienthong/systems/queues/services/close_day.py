"""Closing the days that are over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, ActorKind, NotPermitted
from lienthong.systems.queues.contracts import CounterState, ServingEnd, TicketState
from lienthong.systems.queues.models import Counter, Desk, Serving, Ticket

from .sit_at_counter import empty_counter

OPEN = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING)


def close_day(*, actor: Actor, now: datetime) -> int:
    """End what the days before left open, close their counters, remove all telephones; return how many tickets ended.

    A serving that nobody ended counts in no figure: how long it took is not known. Run twice it does nothing more.

    :raises NotPermitted: only the program closes days
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotPermitted(_("Only the program closes days."))
    today, ended = timezone.localdate(now), 0
    left = Ticket.objects.filter(day__lt=today, state__in=OPEN)
    for desk_id in sorted(set(left.values_list("desk_id", flat=True)) | _desks_left_open(now)):
        with transaction.atomic():
            desk = Desk.objects.select_for_update(of=("self",)).get(pk=desk_id)
            Serving.objects.filter(ticket__desk=desk, ticket__day__lt=today, ended_at__isnull=True).update(
                ended_at=now, end=ServingEnd.UNFINISHED.value
            )
            ended += left.filter(desk=desk).update(state=TicketState.EXPIRED.value, ended_at=now, phone="")
            for post in desk.counters.exclude(state=CounterState.CLOSED):
                if post.since is None or timezone.localdate(post.since) < today:
                    empty_counter(post, now)
            desk.version += 1
            desk.save(update_fields=["version"])
    Ticket.objects.filter(day__lt=today).exclude(phone="").update(phone="")
    return ended


def _desks_left_open(now: datetime) -> set[int]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Counter.objects.exclude(state=CounterState.CLOSED).filter(since__lt=midnight)
    return set(rows.values_list("desk_id", flat=True))
