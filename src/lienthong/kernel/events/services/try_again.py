"""Trying again what subscribers did not take, in the order of its subject."""

import time
from datetime import datetime

from django.db import transaction

from lienthong.kernel.events.contracts import HandoverState
from lienthong.kernel.events.extensions import find_subscription
from lienthong.kernel.events.models import Handover

from .batch import LONGEST_SECONDS, lock_subject, log, note_failure, record_done, try_to_call

LINES, LINE_LENGTH = 50, 100


def try_again(*, now: datetime) -> int:
    """Try what is due, some subjects and subscribers in one call; return how many events were taken or given up on."""
    due = Handover.objects.filter(state=HandoverState.WAITING, next_try_at__lte=now).order_by("next_try_at")
    return sum(_go_on(*line, now) for line in list(due.values_list("subject", "subscriber")[:LINES]))


def _go_on(subject: str, subscriber: str, now: datetime) -> int:
    """Go on with one subscriber and subject as far as it takes events; return how many left the line."""
    with transaction.atomic():
        if not lock_subject(subject):
            return 0
        line = Handover.objects.filter(subject=subject, subscriber=subscriber, state=HandoverState.WAITING)
        deadline, left, done = time.monotonic() + LONGEST_SECONDS, 0, []
        waiting = list(line.select_related("event").order_by("event_id")[:LINE_LENGTH])
        if waiting and waiting[0].next_try_at is not None and waiting[0].next_try_at > now:
            return 0
        for held in waiting:
            if not _try(held, now):
                break
            left += 1
            if held.state == HandoverState.WAITING:
                done.append(held)
            if time.monotonic() > deadline:
                break
        record_done([(held.event_id, subscriber) for held in done], now)
        Handover.objects.filter(pk__in=[held.pk for held in done]).delete()
        # Who is first in line now is due at once, unless it has just failed.
        line.filter(pk__in=line.order_by("event_id").values("pk")[:1], next_try_at=None).update(next_try_at=now)
    return left


def _try(held: Handover, now: datetime) -> bool:
    """Tell whether the line may go on behind this one: it was taken, or is dead now."""
    subscription = find_subscription(held.event.type, held.subscriber, source=held.event.source)
    if subscription is None:
        # The subscriber was taken out of the program; there is nobody left to tell.
        log.warning("subscriber_is_gone", subscriber=held.subscriber, event_id=str(held.event.uuid))
        return True
    failure = try_to_call(subscription, held.event, attempt=held.attempts + 1)
    if failure is None:
        return True
    note_failure(held, failure, now)
    held.save(update_fields=["attempts", "last_error", "next_try_at", "state"])
    return held.state == HandoverState.DEAD
