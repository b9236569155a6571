"""For tests and the demo: deliver without a worker."""

from datetime import datetime

from .models import HandledEvent, OutboxEvent
from .services import deliver_subject

__all__ = ["HandledEvent", "OutboxEvent", "deliver_everything"]


def deliver_everything(now: datetime) -> int:
    """Deliver all pending events here and now, also those made by subscribers, and return how many."""
    total = 0
    while subjects := list(
        OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING).values_list("subject", flat=True).distinct()
    ):
        total += sum(deliver_subject(subject=subject, now=now) for subject in sorted(subjects))
    return total
