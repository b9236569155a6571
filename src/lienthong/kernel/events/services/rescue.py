"""Taking up again what a dead worker left behind, so that nothing waits in silence."""

from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.events.models import OutboxEvent

from .publish import ask_worker

log = structlog.get_logger("lienthong.events")

# A living worker says so every ten seconds.
SILENT_AFTER = timedelta(seconds=45)
FORGOTTEN_AFTER = timedelta(minutes=5)


def rescue_work(*, now: datetime) -> tuple[int, int]:
    """Put jobs of dead workers back in line, and ask again for events no job is left for.

    A job whose worker was killed would hold the lock of its subject for ever. Returns how many jobs and how many
    subjects were taken up.
    """
    return _free_jobs(now), _ask_again(now)


def _free_jobs(now: datetime) -> int:
    abandoned = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT_AFTER)
    jobs = list(ProcrastinateJob.objects.filter(abandoned, status="doing").values_list("id", "task_name"))
    for job_id, task_name in jobs:
        app.job_manager.retry_job_by_id(job_id=job_id, retry_at=now)
        log.warning("job_of_dead_worker_freed", job=job_id, task=task_name)
    return len(jobs)


def _ask_again(now: datetime) -> int:
    waiting = OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING, occurred_at__lt=now - FORGOTTEN_AFTER)
    subjects = set(waiting.values_list("subject", flat=True).distinct())
    locks = [f"events:{subject}" for subject in subjects]
    living = ProcrastinateJob.objects.filter(task_name="events.deliver", status__in=["todo", "doing"], lock__in=locks)
    forgotten = subjects - {lock.removeprefix("events:") for lock in living.values_list("lock", flat=True)}
    for subject in sorted(forgotten):
        ask_worker(subject=subject)
        log.warning("forgotten_events_asked_for", subject=subject)
    return len(forgotten)
