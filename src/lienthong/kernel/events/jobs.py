"""Work of events done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services.deliver import MAX_ATTEMPTS, deliver_subject
from .services.rescue import rescue_work


@app.task(
    name="events.deliver",
    queue="events",
    retry=RetryStrategy(max_attempts=MAX_ATTEMPTS + 2, exponential_wait=2),
)
def deliver_events(*, subject: str, **_unknown: object) -> None:
    """Deliver the pending events of one subject; jobs of one subject run one after another."""
    deliver_subject(subject=subject, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="events.rescue", queueing_lock="events.rescue", pass_context=False)
def rescue(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Take up every minute what a worker that died left behind."""
    rescue_work(now=timezone.now())
