"""For tests and the demo: deliver without a worker."""

from datetime import datetime

from .contracts import HandoverState
from .models import FeedReader, HandledEvent, Handover, OutboxEvent
from .services.batch import deliver_batch

__all__ = ["FeedReader", "HandledEvent", "Handover", "OutboxEvent", "deliver_everything"]


def deliver_everything(now: datetime) -> int:
    """Deliver all pending events here and now, also those made by subscribers, and return how many.

    :raises DeliveryFailed: a subscriber failed; nothing of its batch holds
    """
    total = 0
    while done := deliver_batch(now=now):
        total += done
    if Handover.objects.filter(state=HandoverState.WAITING).exists():
        raise RuntimeError("an event stands behind one that failed")
    return total
