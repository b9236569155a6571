"""Removing what was told long ago, in small steps."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.events.contracts import Removed

STEP = 2_000
# What became of work is kept by those who asked for it: the job itself is of use to nobody after a day, and one that
# failed as long as somebody may want to know why.
KEEP_JOBS = {"succeeded": timedelta(days=1), "cancelled": timedelta(days=1), "aborted": timedelta(days=1),
             "failed": timedelta(days=30)}  # fmt: skip
# What is not decided yet, or not sent on by the broker yet, stays, however old.
_OLD = """
SELECT event.id FROM events_outboxevent event
WHERE event.state = 'delivered' AND event.delivered_at < %s
  AND NOT EXISTS (SELECT FROM events_handover held WHERE held.event_id = event.id AND held.state <> 'given_up')
  AND NOT EXISTS (SELECT FROM events_feedreader reader WHERE reader.position < event.position)
ORDER BY event.delivered_at LIMIT %s FOR UPDATE OF event SKIP LOCKED
"""
_REMOVE = (
    "DELETE FROM events_handledevent WHERE event_id = ANY(%s)",
    "DELETE FROM events_handover WHERE event_id = ANY(%s)",
    "DELETE FROM events_outboxevent WHERE id = ANY(%s)",
)
_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT job.id FROM procrastinate_jobs job
    WHERE job.status = %s
      AND NOT EXISTS (SELECT FROM procrastinate_events said WHERE said.job_id = job.id AND said.at > %s)
    LIMIT %s)
"""


def forget_told(*, now: datetime, seconds: float) -> Removed:
    """Remove events that were told `EVENTS_KEEP_DAYS` ago with their records, and finished jobs of all apps.

    Each step is a transaction of its own and locks nothing that is in use; what does not fit in the time is removed
    at the next call. What a subscriber has not taken, and nobody has given up, stays.
    """
    until = now - timedelta(days=settings.EVENTS_KEEP_DAYS)
    deadline = time.monotonic() + seconds
    events = _steps(lambda: _forget_events(until), deadline)
    jobs = sum(
        _steps(lambda state=state, kept=kept: _execute(_JOBS, [state, now - kept, STEP]), deadline)  # type: ignore[misc]
        for state, kept in KEEP_JOBS.items()
    )
    return Removed(events=events, jobs=jobs, until=timezone.localdate(until))


def _steps(step: Callable[[], int], deadline: float) -> int:
    """Go on until a step is not full or the time is over; return how many rows went."""
    total = 0
    while time.monotonic() < deadline:
        gone = step()
        total += gone
        if gone < STEP:
            break
    return total


@transaction.atomic
def _forget_events(until: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OLD, [until, STEP])
        old = [row[0] for row in cursor.fetchall()]
    for statement in _REMOVE if old else ():
        _execute(statement, [old])
    return len(old)


def _execute(statement: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
