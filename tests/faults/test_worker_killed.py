"""A worker killed in the middle loses no event, and none takes effect twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.events import extensions
from lienthong.kernel.events.models import HandledEvent, OutboxEvent
from lienthong.kernel.events.services import publish, rescue_work
from tests.faults.slow_worker import HEARD_TABLE, HOLD_LOCK, Struck, listen
from tests.support.program import address_of

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_WAIT = 60


@pytest.fixture
def heard_table(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(extensions, "_BY_TYPE", {})
    extensions.on(Struck, name="test.strike")(listen)
    with connection.cursor() as cursor:
        # The queue is no table of a model, so what another test's killed worker had in hand is still there.
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        cursor.execute(f"CREATE TABLE {HEARD_TABLE} (number integer NOT NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {HEARD_TABLE}")


def address() -> str:
    return address_of(name=connection.settings_dict["NAME"])


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT)]),
    }
    command = [sys.executable, "-m", "tests.faults.slow_worker"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=LONGEST_WAIT)


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not condition():
        assert process.poll() is None, f"the worker ended by itself: {process.returncode}"
        assert time.monotonic() < deadline, "the worker did not get there"
        # Waits for a moment between two looks at the database, not for work to be done.
        time.sleep(0.05)


def heard() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {HEARD_TABLE} ORDER BY ctid")  # noqa: S608  a constant
        return [row[0] for row in cursor.fetchall()]


def is_held_up() -> bool:
    """Tell whether the worker stands inside its handler, waiting for the lock the test holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted",
                       [HOLD_LOCK])  # fmt: skip
        return bool(cursor.fetchone()[0])


def all_told() -> bool:
    return not OutboxEvent.objects.exclude(state=OutboxEvent.State.DELIVERED).exists()


def test_an_event_in_the_hands_of_a_killed_worker_is_told_once_by_the_next(heard_table: None) -> None:
    for number in (1, 2, 3):
        publish(event=Struck(number), subject="S-1", now=timezone.now())
    with psycopg.connect(address(), autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [HOLD_LOCK])
        with worker() as first:
            wait_until(is_held_up, first)
            first.send_signal(signal.SIGKILL)
            first.wait(timeout=LONGEST_WAIT)
    assert heard() in ([], [1])
    assert ProcrastinateJob.objects.filter(status="doing").count() == 1
    # The heart of the dead worker has been silent long enough an hour later.
    assert rescue_work(now=timezone.now() + timedelta(hours=1))[0] == 1
    make_due()
    with worker() as second:
        wait_until(all_told, second)
    assert heard() == [1, 2, 3]
    assert HandledEvent.objects.count() == 3


def make_due() -> None:
    """Let what was put back in line be due now, although the test said an hour later."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
