"""Handing pending events to their subscribers."""

from datetime import datetime

import structlog
from django.db import transaction

from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.extensions import Subscription, adapter, subscriptions_to
from lienthong.kernel.events.models import HandledEvent, OutboxEvent

log = structlog.get_logger("lienthong.events")

MAX_ATTEMPTS = 8


class DeliveryFailed(Exception):
    """A subscriber failed; the job is tried again later."""


def deliver_subject(*, subject: str, now: datetime) -> int:
    """Deliver what is pending about one subject, oldest first, and return how many were delivered.

    An event that keeps failing stops those behind it until it has been tried eight times; then it becomes a
    dead letter, shown to the administrator, and the others go on.

    :raises DeliveryFailed: a subscriber failed and the event is still to be tried again
    """
    delivered = 0
    for event in OutboxEvent.objects.filter(subject=subject, state=OutboxEvent.State.PENDING).order_by("id"):
        if failure := _deliver(event, now):
            _note_failure(event, failure)
            if event.state == OutboxEvent.State.PENDING:
                raise DeliveryFailed(f"{event.type} {event.uuid}") from failure
            continue
        event.state, event.delivered_at = OutboxEvent.State.DELIVERED, now
        event.save(update_fields=["state", "delivered_at"])
        delivered += 1
    return delivered


def _deliver(event: OutboxEvent, now: datetime) -> Exception | None:
    for subscription in subscriptions_to(event.type):
        try:
            _hand_over(event, subscription, now)
        except Exception as failure:  # noqa: BLE001  whatever a subscriber raises is counted, logged and retried
            return failure
    return None


def _hand_over(event: OutboxEvent, subscription: Subscription, now: datetime) -> None:
    with transaction.atomic():
        _record, is_new = HandledEvent.objects.get_or_create(
            event=event, handler=subscription.name, defaults={"handled_at": now}
        )
        if is_new:
            context = Delivery(
                event_id=str(event.uuid),
                subject=event.subject,
                occurred_at=event.occurred_at,
                actor_name=event.actor_name,
                attempt=event.attempts + 1,
            )
            subscription.handler(adapter(subscription.event_class).validate_python(event.data), context)


def _note_failure(event: OutboxEvent, failure: Exception) -> None:
    event.attempts += 1
    event.last_error = f"{type(failure).__name__}: {failure}"[:2000]
    if event.attempts >= MAX_ATTEMPTS:
        event.state = OutboxEvent.State.DEAD
    event.save(update_fields=["attempts", "last_error", "state"])
    log.warning("event_delivery_failed", type=event.type, event_id=str(event.uuid), attempts=event.attempts)
