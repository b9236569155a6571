"""Events are told at least once, take effect once, in order, and never in silence."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.events import extensions, queries
from lienthong.kernel.events.contracts import Delivery, Event
from lienthong.kernel.events.extensions import on
from lienthong.kernel.events.models import HandledEvent, OutboxEvent
from lienthong.kernel.events.services import deliver_subject, publish, rescue_work, retry_event
from lienthong.kernel.events.services.deliver import MAX_ATTEMPTS, DeliveryFailed
from lienthong.kernel.events.testing import deliver_everything

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Rang:
    """A bell has rung."""

    type: ClassVar[str] = "vn.lienthong.test.rang.v1"
    number: int


@dataclass(frozen=True)
class Unheard:
    """Nobody listens to this."""

    type: ClassVar[str] = "vn.lienthong.test.unheard.v1"


class Listener:
    """A subscriber that keeps what it heard and refuses the numbers it is told to refuse."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.refused: set[int] = set()
        self.told: list[Delivery] = []

    def __call__(self, event: Rang, context: Delivery) -> None:
        if event.number in self.refused:
            raise RuntimeError(f"cannot hear {event.number}")
        self.heard.append(event.number)
        self.told.append(context)


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    monkeypatch.setattr(extensions, "_BY_TYPE", {})
    listening = Listener()
    on(Rang, name="test.listen")(listening)
    return listening


def ring(*numbers: int, subject: str = "S-1") -> None:
    for number in numbers:
        publish(event=Rang(number), subject=subject, now=NOW, actor_name="Lê Thử")


def fail_until_dead(subject: str = "S-1") -> None:
    for _attempt in range(MAX_ATTEMPTS - 1):
        with pytest.raises(DeliveryFailed):
            deliver_subject(subject=subject, now=NOW)
    deliver_subject(subject=subject, now=NOW)


def test_an_event_is_taken_back_with_its_transaction(listener: Listener) -> None:

    def ring_and_fail() -> None:
        with transaction.atomic():
            ring(1)
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        ring_and_fail()
    assert (OutboxEvent.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_events_of_a_subject_are_told_in_order_by_jobs_in_line(listener: Listener) -> None:
    ring(1, 2, 3)
    assert deliver_everything(NOW) == 3
    assert listener.heard == [1, 2, 3]
    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {"events:S-1"}
    assert {each.actor_name for each in listener.told} == {"Lê Thử"}


def test_what_was_told_is_not_told_again(listener: Listener) -> None:
    ring(1)
    deliver_everything(NOW)
    OutboxEvent.objects.update(state=OutboxEvent.State.PENDING)
    deliver_everything(NOW)
    assert (listener.heard, HandledEvent.objects.count()) == ([1], 1)


def test_one_subscriber_that_fails_does_not_make_another_hear_twice(listener: Listener) -> None:
    second = Listener()
    second.refused = {1}
    on(Rang, name="test.second")(second)
    ring(1)
    with pytest.raises(DeliveryFailed):
        deliver_subject(subject="S-1", now=NOW)
    second.refused = set()
    deliver_subject(subject="S-1", now=NOW)
    assert (listener.heard, second.heard) == ([1], [1])
    assert second.told[0].attempt == 2


def test_the_work_of_a_failed_subscriber_is_taken_back(listener: Listener) -> None:
    def writes_then_fails(event: Rang, context: Delivery) -> None:
        publish(event=Unheard(), subject="left over", now=NOW)
        raise RuntimeError("too late")

    on(Rang, name="test.half")(writes_then_fails)
    ring(1)
    with pytest.raises(DeliveryFailed):
        deliver_subject(subject="S-1", now=NOW)
    assert not OutboxEvent.objects.filter(subject="left over").exists()


def test_a_failing_event_holds_back_its_subject_until_it_is_a_dead_letter(listener: Listener) -> None:
    listener.refused = {1}
    ring(1, 2)
    ring(7, subject="S-2")
    with pytest.raises(DeliveryFailed):
        deliver_subject(subject="S-1", now=NOW)
    deliver_subject(subject="S-2", now=NOW)
    assert listener.heard == [7]
    for _attempt in range(MAX_ATTEMPTS - 2):
        with pytest.raises(DeliveryFailed):
            deliver_subject(subject="S-1", now=NOW)
    deliver_subject(subject="S-1", now=NOW)
    assert listener.heard == [7, 2]
    (dead,) = queries.list_undelivered(dead=True)
    assert (dead.attempts, dead.last_error) == (8, "RuntimeError: cannot hear 1")
    assert queries.count_undelivered() == (0, 1)


def test_a_dead_letter_may_be_tried_again_once(listener: Listener) -> None:
    listener.refused = {1}
    ring(1)
    fail_until_dead()
    (dead,) = queries.list_undelivered(dead=True)
    listener.refused = set()
    assert retry_event(event_id=dead.event_id) == "S-1"
    assert retry_event(event_id=dead.event_id) is None
    assert ProcrastinateJob.objects.count() == 2
    deliver_everything(NOW)
    assert listener.heard == [1]


@pytest.mark.parametrize("event_id", ["", "no-uuid", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_dead_letter_is_not_tried_again(event_id: str) -> None:
    assert retry_event(event_id=event_id) is None


def test_an_event_nobody_hears_costs_no_job(listener: Listener) -> None:
    publish(event=Unheard(), subject="S-1", now=NOW)
    assert ProcrastinateJob.objects.count() == 0
    assert OutboxEvent.objects.get().state == OutboxEvent.State.DELIVERED


def test_a_subscriber_has_its_name_once(listener: Listener) -> None:
    with pytest.raises(ValueError, match=r"test\.listen"):
        on(Rang, name="test.listen")(listener)
    assert isinstance(Rang(1), Event)


def test_events_without_a_living_job_are_asked_for_again(listener: Listener) -> None:
    ring(1)
    ring(2, subject="S-2")
    ProcrastinateJob.objects.filter(lock="events:S-1")._raw_delete("default")
    assert rescue_work(now=NOW + timedelta(minutes=1)) == (0, 0)
    assert rescue_work(now=NOW + timedelta(minutes=6)) == (0, 1)
    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {"events:S-1", "events:S-2"}
