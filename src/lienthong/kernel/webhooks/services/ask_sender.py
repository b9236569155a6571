"""Asking a worker to send what a webhook has not received."""

from datetime import datetime

from django.db import connection

TASK = "webhooks.send"
# One job a webhook, moment and transaction: two who ask at once make two, and the second finds nothing to do.
_ASK = """
INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
SELECT 'webhooks', 'webhooks.send', 'webhook:' || asked.id, asked.word, jsonb_build_object('webhook_id', asked.id),
       %s::timestamptz
FROM (SELECT hook.id, 'webhook:' || hook.id || ':' || %s || ':' || pg_current_xact_id() AS word
      FROM webhooks_webhook hook WHERE hook.state = 'active' AND (%s::bigint IS NULL OR hook.id = %s)
        AND (%s::bigint IS NOT NULL OR hook.resume_at IS NULL OR hook.resume_at <= now())) asked
WHERE NOT EXISTS (
    SELECT FROM procrastinate_jobs job
    WHERE job.lock = 'webhook:' || asked.id AND job.status = 'todo'
      AND coalesce(job.scheduled_at, '-infinity') <= coalesce(%s::timestamptz, now()))
"""
_TAKE_OVER = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs
    WHERE lock = %s AND status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) FOR UPDATE SKIP LOCKED)
"""


def ask_senders() -> None:
    """Ask for every active webhook, because the feed has grown; one that is left alone for a while asks itself."""
    _ask(None, None)


def ask_sender(*, webhook_id: int, at: datetime | None = None) -> None:
    """Ask for one webhook, now or at a moment."""
    _ask(webhook_id, at)


def take_over(webhook_id: int) -> None:
    """Take what else asks for this webhook now off the queue; the caller does it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OVER, [f"webhook:{webhook_id}"])


def _ask(webhook_id: int | None, at: datetime | None) -> None:
    word = "now" if at is None else f"{at:%Y-%m-%dT%H:%M:%S}"
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [at, word, webhook_id, webhook_id, webhook_id, at])
