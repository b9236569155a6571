"""Taking up again what a dead worker left behind, so that nothing waits in silence."""

from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.events.contracts import HandoverState
from lienthong.kernel.events.models import Handover, OutboxEvent

from .ask_worker import TASK, ask_worker

log = structlog.get_logger("lienthong.events")

# A living worker says so every ten seconds.
SILENT_AFTER = timedelta(seconds=45)
FORGOTTEN_AFTER = timedelta(minutes=1)


def rescue_work(*, now: datetime) -> tuple[int, bool]:
    """Put jobs of dead workers back in line, and ask again for events no job is left for.

    Returns how many jobs were taken up, and whether events had been forgotten.
    """
    return _free_jobs(now), _ask_again(now)


def _free_jobs(now: datetime) -> int:
    abandoned = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT_AFTER)
    jobs = list(ProcrastinateJob.objects.filter(abandoned, status="doing").values_list("id", "task_name"))
    for job_id, task_name in jobs:
        app.job_manager.retry_job_by_id(job_id=job_id, retry_at=now)
        log.warning("job_of_dead_worker_freed", job=job_id, task=task_name)
    return len(jobs)


def _ask_again(now: datetime) -> bool:
    limit = now - FORGOTTEN_AFTER
    pending = OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING, occurred_at__lt=limit)
    due = Handover.objects.filter(state=HandoverState.WAITING, next_try_at__lt=limit)
    asked = ProcrastinateJob.objects.filter(task_name=TASK, status__in=["todo", "doing"])
    on_time = asked.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    if on_time.exists() or not (pending.exists() or due.exists()):
        return False
    ask_worker()
    log.warning("forgotten_events_asked_for")
    return True
