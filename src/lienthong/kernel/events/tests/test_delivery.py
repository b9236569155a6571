"""Events are told at least once, take effect once, in order, and never in silence."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from lienthong.kernel.events import queries, services
from lienthong.kernel.events.contracts import Delivery, Event, HandoverState, UndeliveredFilter
from lienthong.kernel.events.extensions import on
from lienthong.kernel.events.models import HandledEvent, Handover, OutboxEvent
from lienthong.kernel.events.services import deliver, publish, publish_all, rescue_work
from lienthong.kernel.events.services.batch import TOGETHER, deliver_batch
from lienthong.kernel.events.testing import deliver_everything

from .bells import NOW, Listener, Rang, Unheard, ring

pytestmark = pytest.mark.django_db
DEAD, WAITING = UndeliveredFilter(), UndeliveredFilter(state=HandoverState.WAITING)


def work(at: datetime = NOW) -> int:
    return deliver(clock=lambda: at, seconds=30)


def fail_until_dead(tries: int = 8) -> None:
    for day in range(tries):
        work(NOW + timedelta(days=day))


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="events.deliver", status="todo").count()


def test_r66_an_event_is_taken_back_with_its_transaction_and_the_job_it_asked_for(listener: Listener) -> None:
    def ring_and_fail() -> None:
        with transaction.atomic():
            ring(1)
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        ring_and_fail()
    assert (OutboxEvent.objects.count(), jobs()) == (0, 0)


def test_a_transaction_asks_once_and_publishing_is_one_statement(listener: Listener) -> None:
    with CaptureQueriesContext(connection) as statements:
        ring(1)
        publish_all([{"event": Rang(n), "subject": f"S-{n}", "now": NOW} for n in range(2, 40)])
    assert (len(statements), jobs()) == (2, 1)


def test_r66_events_of_a_subject_are_told_in_order(listener: Listener) -> None:
    ring(1, 2, 3)
    assert work() == 3
    assert listener.heard == [1, 2, 3]
    assert {each.actor_name for each in listener.told} == {"Lê Thử"}
    assert not OutboxEvent.objects.exclude(state=OutboxEvent.State.DELIVERED).exists()


def test_many_are_told_in_few_statements_and_the_asking_is_taken_over(listener: Listener) -> None:
    ring(*range(TOGETHER))
    with CaptureQueriesContext(connection) as statements:
        assert work() == TOGETHER
    assert len(statements) < 25
    # Where a batch was full another worker was asked: it finds what this one has left.
    assert jobs() == 1
    assert work() == 0
    assert jobs() == 0


def test_what_was_told_is_not_told_again(listener: Listener) -> None:
    ring(1)
    work()
    OutboxEvent.objects.update(state=OutboxEvent.State.PENDING)
    work()
    assert (listener.heard, HandledEvent.objects.count()) == ([1], 1)


def test_a_subscriber_that_fails_holds_back_nobody_but_itself(listener: Listener) -> None:
    second = Listener()
    second.refused = {1}
    on(Rang, name="test.second")(second)
    ring(1, 2)
    ring(7, subject="S-2")
    work()
    assert HandledEvent.objects.filter(handler="test.listen").count() == 3
    assert second.heard[-1:] == [7]
    held = queries.list_undelivered(wanted=WAITING)
    assert [(row.subject, row.attempts, row.subscriber) for row in held] == [
        ("S-1", 0, "test.second"), ("S-1", 1, "test.second"),
    ]  # fmt: skip
    assert (held[1].last_error, held[1].next_try_at) == ("RuntimeError: cannot hear 1", NOW + timedelta(seconds=5))
    second.refused = set()
    work(NOW + timedelta(seconds=4))
    assert second.heard[-1] == 7
    work(NOW + timedelta(seconds=5))
    assert second.heard[-3:] == [7, 1, 2]
    assert second.told[-2].attempt == 2
    assert not Handover.objects.exists()


def test_what_comes_later_stands_behind_what_waits(listener: Listener) -> None:
    listener.refused = {1}
    ring(1)
    work()
    listener.refused = set()
    ring(2)
    work(NOW + timedelta(seconds=1))
    assert listener.heard == []
    work(NOW + timedelta(minutes=1))
    assert listener.heard == [1, 2]


def test_the_work_of_a_failed_subscriber_is_taken_back(listener: Listener) -> None:
    def writes_then_fails(event: Rang, context: Delivery) -> None:
        publish(event=Unheard(), subject="left over", now=NOW)
        raise RuntimeError("too late")

    on(Rang, name="test.half")(writes_then_fails)
    ring(1)
    work()
    assert not OutboxEvent.objects.filter(subject="left over").exists()
    assert HandledEvent.objects.get().handler == "test.listen"


def test_a_failure_takes_back_what_was_told_with_it_and_tells_it_anew(listener: Listener) -> None:
    listener.refused = {5}
    ring(*range(10))
    work()
    assert sorted(HandledEvent.objects.values_list("event__subject", flat=True)) == ["S-1"] * 5
    ring(5, subject="S-9")
    with pytest.raises(services.DeliveryFailed, match=r"test\.listen"):
        deliver_batch(now=NOW)


def test_after_eight_tries_it_is_a_dead_letter_and_the_others_go_on(listener: Listener) -> None:
    listener.refused = {1}
    ring(1, 2)
    fail_until_dead(7)
    assert (listener.heard, queries.backlog().dead) == ([], 0)
    fail_until_dead(8)
    assert listener.heard == [2]
    (dead,) = queries.list_undelivered(wanted=DEAD)
    assert (dead.attempts, dead.last_error) == (8, "RuntimeError: cannot hear 1")
    backlog = queries.backlog()
    assert (backlog.pending, backlog.waiting, backlog.dead, backlog.oldest) == (0, 0, 1, None)


def test_failures_wait_longer_each_time_and_a_worker_is_asked_for_then(listener: Listener) -> None:
    listener.refused = {1}
    ring(1)
    at, pauses = NOW, []
    for _try in range(7):
        work(at)
        due = Handover.objects.get().next_try_at
        assert due is not None
        assert ProcrastinateJob.objects.filter(task_name="events.deliver", status="todo", scheduled_at=due).count() == 1
        pauses.append(int((due - at).total_seconds()))
        at = due
    assert pauses == [5, 15, 60, 300, 900, 3600, 10800]


def test_a_dead_letter_may_be_tried_again_or_given_up(listener: Listener) -> None:
    listener.refused = {1, 2}
    ring(1)
    ring(2, subject="S-2")
    fail_until_dead()
    listener.refused = set()
    (moved,) = services.retry_handovers(wanted=UndeliveredFilter(subject="S-1"), places=None, now=NOW)
    assert (moved.subject, moved.subscriber) == ("S-1", "test.listen")
    assert services.retry_handovers(wanted=UndeliveredFilter(subject="S-1"), places=None, now=NOW) == ()
    (given_up,) = services.give_up_handovers(wanted=DEAD, places=[Handover.objects.get(subject="S-2").pk])
    assert given_up.subject == "S-2"
    work()
    assert listener.heard == [1]
    assert queries.list_undelivered(wanted=UndeliveredFilter(state=HandoverState.GIVEN_UP))[0].subject == "S-2"


def test_a_subscriber_that_is_gone_is_waited_for_no_longer(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    from lienthong.kernel.events import extensions

    listener.refused = {1}
    ring(1)
    work()
    monkeypatch.setattr(extensions, "_BY_TYPE", {})
    work(NOW + timedelta(minutes=1))
    assert not Handover.objects.exists()


def test_an_event_nobody_hears_costs_no_job(listener: Listener) -> None:
    publish(event=Unheard(), subject="S-1", now=NOW)
    told = OutboxEvent.objects.get()
    assert (jobs(), told.state, told.delivered_at) == (0, OutboxEvent.State.DELIVERED, NOW)


def test_a_subscriber_has_its_name_once(listener: Listener) -> None:
    with pytest.raises(ValueError, match=r"test\.listen"):
        on(Rang, name="test.listen")(listener)
    assert isinstance(Rang(1), Event)


def test_events_without_a_living_job_are_asked_for_again(listener: Listener) -> None:
    ring(1)
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert rescue_work(now=NOW + timedelta(seconds=30)) == (0, False)
    assert rescue_work(now=NOW + timedelta(minutes=2)) == (0, True)
    assert jobs() == 1
    assert rescue_work(now=NOW + timedelta(minutes=3)) == (0, False)


def test_the_test_kit_tells_everything_and_hides_no_failure(listener: Listener) -> None:
    ring(1, 2)
    assert deliver_everything(NOW) == 2
    listener.refused = {3}
    ring(3)
    with pytest.raises(services.DeliveryFailed):
        deliver_everything(NOW)
