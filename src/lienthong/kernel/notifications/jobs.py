"""Work of notifications done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .contracts import NotSent
from .services.deliver import MAX_ATTEMPTS, deliver


@app.task(
    name="notifications.deliver",
    queue="notifications",
    retry=RetryStrategy(max_attempts=MAX_ATTEMPTS + 1, exponential_wait=4),
)
def deliver_message(*, message_id: int, **_unknown: object) -> None:
    """Carry one message; a failure brings the job back later.

    :raises NotSent: the channel failed and the message is still to be tried
    """
    if not deliver(message_id=message_id, now=timezone.now()):
        raise NotSent(f"message {message_id}")
