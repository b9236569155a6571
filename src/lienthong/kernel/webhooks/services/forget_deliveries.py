"""Removing old lines of the log of deliveries, in small steps."""

import time
from datetime import datetime, timedelta

from django.conf import settings

from ..contracts import DeliveryState
from ..models import WebhookDelivery

STEP = 2_000


def forget_deliveries(*, now: datetime, seconds: float) -> int:
    """Remove what was sent, or given up, `WEBHOOK_KEEP_DAYS` ago and return how many lines went; what waits stays."""
    deadline, total = time.monotonic() + seconds, 0
    old = WebhookDelivery.objects.filter(created_at__lt=now - timedelta(days=settings.WEBHOOK_KEEP_DAYS))
    old = old.exclude(state=DeliveryState.WAITING).order_by("created_at")
    while time.monotonic() < deadline:
        step = list(old.values_list("pk", flat=True)[:STEP])
        WebhookDelivery.objects.filter(pk__in=step).delete()
        total += len(step)
        if len(step) < STEP:
            break
    return total
