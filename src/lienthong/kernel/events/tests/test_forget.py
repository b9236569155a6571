"""What was told long ago goes, in steps; what somebody still has to take or to decide stays."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from lienthong.kernel.events.models import HandledEvent, Handover, OutboxEvent
from lienthong.kernel.events.services import deliver, forget_told, publish
from lienthong.kernel.events.services import forget as steps

from .bells import NOW, Listener, Unheard, ring

pytestmark = pytest.mark.django_db


def test_old_events_go_with_their_records_and_undecided_ones_stay(
    listener: Listener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVENTS_KEEP_DAYS = 30
    monkeypatch.setattr(steps, "STEP", 2)
    listener.refused = {7}
    ring(1, 2, 3, 4, 5)
    ring(7, subject="S-7")
    publish(event=Unheard(), subject="S-1", now=NOW)
    deliver(clock=lambda: NOW, seconds=30)
    assert forget_told(now=NOW + timedelta(days=30), seconds=30).events == 0
    assert forget_told(now=NOW + timedelta(days=30, seconds=1), seconds=30).events == 6
    assert [row.subject for row in OutboxEvent.objects.all()] == ["S-7"]
    assert (HandledEvent.objects.count(), Handover.objects.count()) == (0, 1)
    Handover.objects.update(state="given_up")
    assert forget_told(now=NOW + timedelta(days=31), seconds=30).events == 1


def test_pending_events_stay_however_old(listener: Listener) -> None:
    ring(1)
    assert forget_told(now=NOW + timedelta(days=9_000), seconds=30).events == 0


def test_finished_jobs_of_all_apps_go_after_a_day_and_failed_ones_after_a_month() -> None:
    with connection.cursor() as cursor:
        for task in ("files.work", "events.deliver"):
            for state in ("succeeded", "failed", "todo", "cancelled"):
                cursor.execute(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', %s) RETURNING id", [task]
                )
                job = cursor.fetchone()[0]
                # The queue notes each change of state with its time.
                for step in {"todo": (), "cancelled": ("cancelled",)}.get(state, ("doing", state)):
                    cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [step, job])
    assert forget_told(now=timezone.now() + timedelta(hours=23), seconds=30).jobs == 0
    assert forget_told(now=timezone.now() + timedelta(hours=25), seconds=30).jobs == 4
    assert Counter(ProcrastinateJob.objects.values_list("status", flat=True)) == {"failed": 2, "todo": 2}
    assert forget_told(now=timezone.now() + timedelta(days=31), seconds=30).jobs == 2
    assert Counter(ProcrastinateJob.objects.values_list("status", flat=True)) == {"todo": 2}
