"""Taking messages in hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ...contracts import MessageState, Outcome
from ...models import Attempt, Message

_DIED = "the worker ended before it could say"


def claim(message_ids: Sequence[int], *, now: datetime) -> list[Message]:
    """Take those in hand that are due and that nobody has in hand, and return them in order.

    A message whose lease has ended was in the hands of a worker that died: that is written down as an attempt of which
    nobody knows what came.
    """
    free = Q(state=MessageState.QUEUED) | Q(state=MessageState.SENDING, lease_until__lte=now)
    due = Q(due_at=None) | Q(due_at__lte=now)
    with transaction.atomic():
        rows = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related("template")
        found = list(rows.filter(free, due, pk__in=message_ids).order_by("pk"))
        lost = [each for each in found if each.state == MessageState.SENDING]
        Attempt.objects.bulk_create(_unknown(each, now) for each in lost)
        for message in found:
            message.state, message.attempts = MessageState.SENDING, message.attempts + 1
            message.lease_until = now + timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS)
            message.tried_since = message.tried_since or now
        if found:
            Message.objects.bulk_update(found, ["state", "attempts", "lease_until", "tried_since"])
    return found


def ends_of_leases(message_ids: Sequence[int], *, now: datetime) -> list[tuple[int, datetime]]:
    """Return which of the messages somebody has in hand, and until when."""
    rows = Message.objects.filter(pk__in=message_ids, state=MessageState.SENDING, lease_until__gt=now)
    return [(pk, until) for pk, until in rows.values_list("pk", "lease_until") if until is not None]


def _unknown(message: Message, now: datetime) -> Attempt:
    began = (
        message.lease_until - timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS) if message.lease_until else now
    )
    return Attempt(
        message=message,
        provider=message.provider or message.channel,
        began_at=began,
        ended_at=now,
        outcome=Outcome.UNKNOWN,
        error=_DIED,
    )
