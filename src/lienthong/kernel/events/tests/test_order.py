"""Whatever fails, however many workers: order of a subject is never broken, and no effect happens twice."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lienthong.kernel.events.contracts import Delivery, HandoverState
from lienthong.kernel.events.extensions import on
from lienthong.kernel.events.models import HandledEvent, Handover, OutboxEvent
from lienthong.kernel.events.services import deliver

from .bells import NOW, Listener, Rang, ring

WORKERS, ROUNDS = 3, 12
EFFECTS = "test_effects"
SUBSCRIBERS = ("test.first", "test.second")


class Killed(BaseException):
    """A worker ends in the middle of its work; nothing of it catches this."""


@dataclass
class Chance:
    """What goes wrong, by subscriber and number: so many failures, or death at the first try."""

    failures: dict[tuple[str, int], int] = field(default_factory=dict)
    deaths: set[tuple[str, int]] = field(default_factory=set)

    def strike(self, name: str, number: int) -> None:
        """Do what is to go wrong now."""
        if (name, number) in self.deaths:
            self.deaths.discard((name, number))
            raise Killed
        left = self.failures.get((name, number), 0)
        if left:
            self.failures[name, number] = left - 1
            raise RuntimeError(f"{name} cannot take {number}")


@pytest.fixture
def chance(listener: Listener, transactional_db: None) -> Iterator[Chance]:
    """Let two subscribers write down what they take, and fail after having written."""
    found = Chance()

    def subscriber(name: str) -> object:
        def take(event: Rang, context: Delivery) -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {EFFECTS} (subscriber, subject, number) VALUES (%s, %s, %s)",  # noqa: S608  a constant
                    [name, context.subject, event.number],
                )
            found.strike(name, event.number)

        return on(Rang, name=name)(take)

    for name in SUBSCRIBERS:
        subscriber(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {EFFECTS} (id bigserial, subscriber text, subject text, number integer)")
    yield found
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {EFFECTS}")


keys = st.tuples(st.sampled_from(SUBSCRIBERS), st.integers(0, 23))


@settings(
    max_examples=12,
    deadline=None,
    # Threads make it another run each time: what fails cannot be made smaller.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    subjects=st.lists(st.integers(0, 3), min_size=1, max_size=24),
    failures=st.dictionaries(keys, st.sampled_from([1, 1, 2, 5, 99]), max_size=8),
    deaths=st.sets(keys, max_size=3),
)
def test_r66_order_is_kept_and_effects_happen_once(
    chance: Chance, subjects: list[int], failures: dict[tuple[str, int], int], deaths: set[tuple[str, int]]
) -> None:
    forget_everything()
    chance.failures, chance.deaths = dict(failures), set(deaths)
    for first in range(0, len(subjects), 5):
        with transaction.atomic():
            for number in range(first, min(first + 5, len(subjects))):
                ring(number, subject=f"S-{subjects[number]}")
        work_together(NOW + timedelta(seconds=first))
    for day in range(1, ROUNDS):
        work_together(NOW + timedelta(days=day))
    hopeless = {key for key, times in failures.items() if times == 99 and key[1] < len(subjects)}
    taken = effects()
    for name in SUBSCRIBERS:
        expected = defaultdict(list)
        for number, subject in enumerate(subjects):
            if (name, number) not in hopeless:
                expected[f"S-{subject}"].append(number)
        assert {subject: numbers for (who, subject), numbers in taken.items() if who == name} == expected
    dead = Handover.objects.filter(state=HandoverState.DEAD).select_related("event")
    assert {(row.subscriber, row.event.data["number"]) for row in dead} == hopeless
    assert Handover.objects.count() == len(hopeless)
    assert not OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING).exists()


def work_together(now: datetime) -> None:
    """Let several workers do all there is to do now; those that were killed are replaced until nobody is."""

    failed: list[Exception] = []

    def work() -> None:
        try:
            with suppress(Killed):
                deliver(clock=lambda: now, seconds=20)
        except Exception as failure:  # noqa: BLE001  the test fails with it below
            failed.append(failure)
        finally:
            connection.close()

    pending = OutboxEvent.objects.filter(state=OutboxEvent.State.PENDING)
    due = Handover.objects.filter(state=HandoverState.WAITING, next_try_at__lte=now)
    while pending.exists() or due.exists():
        workers = [threading.Thread(target=work) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert failed == []
    close_old_connections()


def effects() -> dict[tuple[str, str], list[int]]:
    """Return what each subscriber took of each subject, in order."""
    taken: dict[tuple[str, str], list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT subscriber, subject, number FROM {EFFECTS} ORDER BY id")  # noqa: S608  a constant
        for subscriber, subject, number in cursor.fetchall():
            taken[subscriber, subject].append(number)
    return taken


def forget_everything() -> None:
    """Begin with empty tables, as each example does."""
    for model in (HandledEvent, Handover, OutboxEvent):
        model._default_manager.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {EFFECTS}")
        cursor.execute("DELETE FROM procrastinate_jobs")
