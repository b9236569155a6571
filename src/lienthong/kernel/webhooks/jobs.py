"""Work of webhooks done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services import forget_deliveries, send_waiting

# After so many seconds other work has its turn; what is left is asked for again.
SEND_SECONDS, FORGET_SECONDS = 10, 60


@app.task(name="webhooks.send", queue="webhooks", retry=RetryStrategy(max_attempts=20, wait=60))
def send(*, webhook_id: int) -> None:
    """Send one webhook what waits; the lock of the job keeps its jobs in line."""
    send_waiting(webhook_id=webhook_id, clock=timezone.now, seconds=SEND_SECONDS)


@app.periodic(cron="50 * * * *")
@app.task(name="webhooks.forget", queueing_lock="webhooks.forget", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove old lines of the log, a minute's work an hour."""
    forget_deliveries(now=timezone.now(), seconds=FORGET_SECONDS)
