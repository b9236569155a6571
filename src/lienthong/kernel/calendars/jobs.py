"""Work of calendars done by the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import services


@app.task(name="calendars.move_due_dates", queue="calendars", retry=RetryStrategy(max_attempts=10, wait=10))
def move_due_dates(*, change_id: int, **_unknown: object) -> None:
    """Move the due dates that a change moves; a repeated job goes on where the one before stopped."""
    services.move_due_dates(change_id=change_id, now=timezone.now())
