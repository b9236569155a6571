"""A worker killed in the middle loses no event, and none takes effect twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.events import extensions
from lienthong.kernel.events.models import HandledEvent, OutboxEvent
from lienthong.kernel.events.services import publish
from tests.faults.slow_worker import HEARD_TABLE, HOLD_LOCK, Struck, listen
from tests.support.waiting import LONGEST_SECONDS, wait_for
from tests.support.worker import address, empty_queue, let_an_hour_pass, worker


@pytest.fixture
def heard_table(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(extensions, "_BY_TYPE", {})
    extensions.on(Struck, name="test.strike")(listen)
    empty_queue()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {HEARD_TABLE} (number integer NOT NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {HEARD_TABLE}")


def listener() -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Keep a worker with our one subscriber running."""
    return worker(command=(sys.executable, "-m", "tests.faults.slow_worker"))


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
        with listener() as first:
            wait_for(is_held_up, alive=first)
            first.kill()
            first.wait(timeout=LONGEST_SECONDS)
    assert heard() in ([], [1])
    assert ProcrastinateJob.objects.filter(status="doing").count() == 1
    assert let_an_hour_pass() == 1
    with listener() as second:
        wait_for(all_told, alive=second)
    assert heard() == [1, 2, 3]
    assert HandledEvent.objects.count() == 3
