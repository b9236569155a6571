"""kill -9 of the worker, twice, in the middle of a batch of events: order kept, none lost, none told twice."""

from functools import partial

import psycopg
from django.db import connection
from django.utils import timezone

from lienthong.kernel.events.services import publish
from lienthong.kernel.events.testing import HandledEvent, Handover, OutboxEvent
from tests.faults.slow_worker import HOLD_LOCK, Struck
from tests.faults.test_worker_killed import all_told, heard, heard_table, listener
from tests.support.waiting import wait_for
from tests.support.worker import address, let_an_hour_pass

__all__ = ["heard_table"]
SUBJECTS, ADDED = 3, 7
# At which event of those not told yet each worker dies, in the middle of its batch; starting one takes seconds.
DIES_AT = (3, 8)


def test_a_worker_killed_twice_tells_each_event_once_and_in_order(heard_table: None) -> None:
    published = 0
    for dies_at in DIES_AT:
        for number in range(published, published + ADDED):
            publish(event=Struck(number), subject=f"S-{number % SUBJECTS}", now=timezone.now())
        published += ADDED
        waiting = OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING).order_by("id")
        number = waiting.values_list("data__number", flat=True)[dies_at]
        with psycopg.connect(address(), autocommit=True) as holder:
            holder.execute("SELECT pg_advisory_lock(%s)", [HOLD_LOCK + 1 + number])
            with listener() as process:
                wait_for(partial(is_waited_for, HOLD_LOCK + 1 + number), alive=process)
                process.kill()
                process.wait()
        check()
        let_an_hour_pass()
    with listener() as process:
        wait_for(all_told, alive=process)
    check()
    assert sorted(heard()) == list(range(published))
    assert HandledEvent.objects.count() == published
    assert not Handover.objects.exists()


def check() -> None:
    """Of each subject what was heard is a beginning of what happened, and each effect has its record."""
    told = heard()
    for subject in range(SUBJECTS):
        own = [number for number in told if number % SUBJECTS == subject]
        assert own == list(range(subject, subject + SUBJECTS * len(own), SUBJECTS))
    assert HandledEvent.objects.count() == len(told)


def is_waited_for(lock: int) -> bool:
    """Tell whether the worker stands inside its handler at the event of a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted", [lock]
        )
        return bool(cursor.fetchone()[0])
