"""Workers on the database of the test, which leave only by being killed, and what the next one finds."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from lienthong.config.launch.program import PROJECT
from lienthong.config.launch.servers import worker_command
from lienthong.kernel.events.services import rescue_work
from tests.support.program import address_of
from tests.support.waiting import LONGEST_SECONDS


def address() -> str:
    """Return the address of the database of the test."""
    return address_of(name=connection.settings_dict["NAME"])


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a process that works on the database of the test."""
    return {
        **os.environ,
        **settings,
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings.test",
        "PYTHONPATH": os.pathsep.join((str(PROJECT / "src"), str(PROJECT))),
    }


@contextmanager
def worker(
    *, command: Sequence[str] = (), queues: str = "", settings: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a worker running while the block lasts, then kill it.

    :param command: another program than the worker of ours
    :param queues: the only queues it serves, with commas
    :param settings: what more stands in its environment
    """
    called = [*(command or worker_command(project=PROJECT)), *(("--queues", queues) if queues else ())]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(called, cwd=PROJECT, env=environment(**(settings or {})), stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=LONGEST_SECONDS)


def let_an_hour_pass() -> int:
    """Let the heart of a dead worker have been silent long enough; return how many jobs it held.

    What it held is put back in line, due at once although the test said an hour later.
    """
    found = rescue_work(now=timezone.now() + timedelta(hours=1))[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    return found


def empty_queue() -> None:
    """Take out all jobs: the queue is no table of a model, so what another test's worker had in hand is still there."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
