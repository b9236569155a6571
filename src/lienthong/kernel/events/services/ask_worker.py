"""Asking a worker for something, at most once a transaction, and taking over what others asked for meanwhile."""

from datetime import datetime

from django.db import connection

TASK = "events.deliver"
# Two who ask at the same time for the same make two jobs; the second finds nothing to do. Nobody waits for anybody:
# a job that an open transaction asks for is none that can be relied on.
_ASK = """
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, scheduled_at)
SELECT %(queue)s, %(task)s, %(lock)s, asked.by, %(at)s::timestamptz
FROM (SELECT %(task)s || ':' || %(word)s || ':' || pg_current_xact_id() AS by) asked
WHERE NOT EXISTS (
    SELECT FROM procrastinate_jobs job
    WHERE job.task_name = %(task)s AND job.status = 'todo'
      AND coalesce(job.scheduled_at, '-infinity') <= coalesce(%(at)s::timestamptz, now())
      AND coalesce(job.scheduled_at, now()) >= coalesce(%(at)s::timestamptz, now()))
"""
_TAKE_OVER = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs
    WHERE task_name = %s AND status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
    FOR UPDATE SKIP LOCKED)
"""


def ask_worker(*, at: datetime | None = None) -> None:
    """Ask a worker to deliver what waits, now or at a moment, unless one is asked for then already."""
    ask_for(task=TASK, queue="events", at=at)


def ask_for(*, task: str, queue: str, lock: str | None = None, at: datetime | None = None) -> None:
    """Ask a worker for a task without arguments, unless one that begins no later is asked for already.

    :param lock: two jobs with the same lock never run at once
    """
    word = "now" if at is None else f"{at:%Y-%m-%dT%H:%M:%S}"
    values = {"task": task, "queue": queue, "lock": lock, "at": at, "word": word}
    with connection.cursor() as cursor:
        cursor.execute(_ASK, values)


def take_over(task: str = TASK) -> int:
    """Take all jobs that wait to do a task now off the queue and return how many: the caller does what they ask for.

    Who calls this must look for work afterwards; what their transactions wrote can be seen by then.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OVER, [task])
        return int(cursor.rowcount)
