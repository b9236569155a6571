"""How many events a worker hands over a second, and how soon after the commit each is tried first.

On a database of its own beside that of DATABASE_URL: `python -m tests.load.events`.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg

from .own_database import own_database

# Each event is heard twice, as most of the program's are; each subscriber writes one row.
EVENTS, SUBJECTS, TOGETHER = 6000, 600, 10
SINGLE, PAUSE = 150, 0.02
LONGEST_WAIT = 300
NAME = "lienthong_bench_events"
TABLE = "CREATE UNLOGGED TABLE bench_heard (number integer, listener text, at timestamptz DEFAULT clock_timestamp())"
HEAR = "INSERT INTO bench_heard (number, listener) VALUES (%s, %s)"


@dataclass(frozen=True)
class Struck:
    """A clock has struck."""

    type: ClassVar[str] = "vn.lienthong.bench.struck.v1"
    number: int


def main() -> None:
    """Print rows of the table as JSON."""
    with own_database(NAME) as url:
        os.environ["DATABASE_URL"] = url
        _set_up()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        written = _publish_many()
        with _worker():
            rate = _rate()
            waits = _first_tries()
        connection.close()
    middle = statistics.median(waits)
    rows = [
        ("an event published, in transactions of ten", f"{1000 * written:.2f} ms"),
        ("events handed over a second, one worker, two subscribers", f"{rate:.0f}"),
        ("from commit to the first try, p50; longest", f"{1000 * middle:.0f} ms; {1000 * max(waits):.0f} ms"),
    ]
    print(json.dumps(rows))


def work() -> None:
    """Run the worker of the program with the subscribers of this bench in place of the others."""
    _set_up()
    from django.core.management import call_command

    call_command("procrastinate", "worker", "--queues", "events")


def _set_up() -> None:
    import django

    django.setup()
    from django.db import connection

    from lienthong.kernel.events import extensions
    from tests.load import events  # noqa: PLW0406  run as a script this module has another name

    def listener(name: str) -> Any:
        def hear(event: Struck, _context: object) -> None:
            with connection.cursor() as cursor:
                cursor.execute(HEAR, [event.number, name])

        return hear

    extensions._BY_TYPE.clear()
    for name in ("bench.first", "bench.second"):
        extensions.on(events.Struck, name=name)(listener(name))


@contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, "-c", "from tests.load.events import work; work()"]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _publish_many() -> float:
    """Publish with no worker about, and return the seconds an event took."""
    begin = time.perf_counter()
    for first in range(0, EVENTS, TOGETHER):
        _publish(range(first, first + TOGETHER))
    return (time.perf_counter() - begin) / EVENTS


def _publish(numbers: range) -> None:
    from django.db import transaction
    from django.utils import timezone

    from lienthong.kernel.events.services import publish
    from tests.load import events  # noqa: PLW0406  run as a script this module has another name

    with transaction.atomic():
        for number in numbers:
            publish(event=events.Struck(number), subject=f"B-{number % SUBJECTS}", now=timezone.now())


def _rate() -> float:
    """Wait until all is told; return how many a second from the first to the last."""
    _wait_for(2 * EVENTS)
    with psycopg.connect(os.environ["DATABASE_URL"]) as database:
        row = database.execute("SELECT extract(epoch FROM max(at) - min(at)) FROM bench_heard").fetchone()
    assert row is not None
    return EVENTS / float(row[0])


def _first_tries() -> list[float]:
    """Publish one after another to a worker with nothing else to do, and return the seconds to each first try."""
    committed = {}
    for number in range(EVENTS, EVENTS + SINGLE):
        _publish(range(number, number + 1))
        committed[number] = time.time()
        # Events that come now and then, not a rush.
        threading.Event().wait(PAUSE)
    _wait_for(2 * (EVENTS + SINGLE))
    with psycopg.connect(os.environ["DATABASE_URL"]) as database:
        heard = database.execute(
            "SELECT number, extract(epoch FROM min(at)) FROM bench_heard WHERE number >= %s GROUP BY 1", [EVENTS]
        ).fetchall()
    return [float(at) - committed[number] for number, at in heard]


def _wait_for(rows: int) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        while (database.execute("SELECT count(*) FROM bench_heard").fetchone() or [0])[0] < rows:
            assert time.monotonic() < deadline, "the worker did not tell everything"
            # A moment between two looks, not time for work.
            threading.Event().wait(0.05)


if __name__ == "__main__":
    main()
