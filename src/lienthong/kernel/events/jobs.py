"""Work of events done by the worker."""

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services import deliver, forget_told, rescue_work, send_to_broker, take_from_broker

# After so many seconds other work has its turn; what is left is asked for again.
DELIVER_SECONDS, FORGET_SECONDS, BROKER_SECONDS = 5, 60, 10


@app.task(name="events.deliver", queue="events", retry=RetryStrategy(max_attempts=10, wait=5))
def deliver_events(**_unknown: object) -> None:
    """Deliver what waits; any number of workers may do so at the same time."""
    deliver(clock=timezone.now, seconds=DELIVER_SECONDS)


@app.periodic(cron="* * * * *")
@app.task(name="events.rescue", queueing_lock="events.rescue", pass_context=False)
def rescue(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Take up every minute what a worker that died left behind."""
    rescue_work(now=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name="events.forget", queueing_lock="events.forget", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove what was told long ago, a minute's work an hour."""
    forget_told(now=timezone.now(), seconds=FORGET_SECONDS)


@app.task(name="events.broker_send", queue="events", retry=RetryStrategy(max_attempts=10, wait=15))
def send_events_to_broker() -> None:
    """Publish what was added to the feed; one worker at a time does."""
    send_to_broker(clock=timezone.now, seconds=BROKER_SECONDS)


@app.task(name="events.broker_take", queueing_lock="events.broker_take", lock="events.broker_take", pass_context=False)
def take_events_from_broker(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Take in every ten seconds what others have sent."""
    take_from_broker(clock=timezone.now, seconds=BROKER_SECONDS)


if settings.NATS_URL and settings.NATS_RECEIVE_FROM:
    app.periodic(cron="* * * * * */10")(take_events_from_broker)
