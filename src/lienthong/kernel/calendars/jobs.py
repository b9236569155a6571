"""Work of calendars done by the worker."""

import time

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import services
from .queries import SECONDS_BEFORE_ASKING_AGAIN

# So long a request may take that counted by the table of before.
SECONDS_OF_A_REQUEST = 1.0


@app.task(name="calendars.move_due_dates", queue="calendars", retry=RetryStrategy(max_attempts=10, wait=10))
def move_due_dates(*, change_id: int, **_unknown: object) -> None:
    """Move the due dates that a change moves; a repeated job goes on where the one before stopped.

    It begins when no process counts by the calendar of before any more, so that nothing is stored behind its back.
    """
    time.sleep(SECONDS_BEFORE_ASKING_AGAIN + SECONDS_OF_A_REQUEST)
    services.move_due_dates(change_id=change_id, now=timezone.now())
