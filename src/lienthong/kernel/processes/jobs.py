"""Work of processes done by the worker."""

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from . import services

MOST_TRIES = 10
RETRY = RetryStrategy(max_attempts=MOST_TRIES, exponential_wait=3)


@app.periodic(cron="* * * * *")
@app.task(name="processes.clock", queueing_lock="processes.clock", pass_context=False)
def tick(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Let every minute what is due happen: timers, and steps whose silence counts as an answer."""
    services.fire_due(now=timezone.now())


@app.task(name="processes.service", queue="processes", retry=RETRY, pass_context=True)
def call_service(context: JobContext, /, *, wait_id: int, **_unknown: object) -> None:
    """Call a service; a repeated job finds the wait over and does nothing."""
    is_last = context.job.attempts >= MOST_TRIES
    services.call_service(wait_id=wait_id, now=timezone.now(), is_last=is_last)


@app.task(name="processes.message", queue="processes", retry=RETRY)
def deliver_message(*, message_id: int, **_unknown: object) -> None:
    """Hand a message to the case that waits for it; heard once, however often the job runs."""
    services.deliver_message(message_id=message_id, now=timezone.now())


@app.task(name="processes.signal", queue="processes", retry=RETRY)
def broadcast(*, name: str, **_unknown: object) -> None:
    """Tell a signal to every case that waits for it; who heard it waits no longer."""
    services.broadcast(name=name, now=timezone.now())


@app.task(name="processes.report", queue="processes", retry=RETRY)
def work_on_report(*, report_id: int, **_unknown: object) -> None:
    """Work out a report; a repeated job goes on where the last one stopped."""
    services.work_on_report(report_id=report_id, now=timezone.now())
