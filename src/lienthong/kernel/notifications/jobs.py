"""Work of notifications done by the worker."""

from collections.abc import Sequence

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import (
    deliver,
    deliver_batch,
    keep_listening,
    rescue_messages,
    send_digests,
    tidy,
)


@app.task(name="notifications.deliver", queue="notifications")
def deliver_message(*, message_id: int, **_unknown: object) -> None:
    """Carry one message; a failure asks for another job in the transaction that writes it down."""
    deliver(message_id=message_id, clock=timezone.now)


@app.task(name="notifications.deliver_many", queue="notifications")
def deliver_many(*, message_ids: Sequence[int], **_unknown: object) -> None:
    """Carry a batch of messages."""
    deliver_batch(message_ids=message_ids, clock=timezone.now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="notifications.rescue", queueing_lock="notifications.rescue", pass_context=False)
def rescue(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Take up messages that no job is left for."""
    keep_listening()
    rescue_messages(now=timezone.now())


@app.periodic(cron="30 9 * * 1-5")  # the queue's clock is UTC: 16:30 here
@app.task(name="notifications.digest", pass_context=False)
def digest(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Send the mails with the notices of the day."""
    send_digests(now=timezone.now())


@app.periodic(cron="20 20 * * *")  # 3:20 here
@app.task(name="notifications.tidy", pass_context=False)
def tidy_every_night(timestamp: int) -> None:  # noqa: ARG001  procrastinate says when it was due
    """Remove what need not be kept any longer."""
    tidy(now=timezone.now())
