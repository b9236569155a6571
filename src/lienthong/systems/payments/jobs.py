"""Work of payments done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import reconcile_days


@app.periodic(cron="20 23,0-3 * * *")
@app.task(name="payments.reconcile", queueing_lock="payments.reconcile", pass_context=False)
def reconcile(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Hold the days that ended against the gateways' lists, early in the morning (the clock is that of UTC)."""
    reconcile_days(now=timezone.now())
