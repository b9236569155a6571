"""Carrying a message: no transaction open, nothing lost by a kill, each provider in its turn."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.gateway import SmsGateway, ZaloPeer, running

from lienthong.kernel.notifications import extensions, services
from lienthong.kernel.notifications.contracts import MessageState, Outcome, OutgoingMessage, Taken
from lienthong.kernel.notifications.models import Attempt, Message, ProviderState
from lienthong.kernel.notifications.services.delivery.claim import claim

from .conftest import NOW, Clock, SetUp, deliver_all, greet, only


@pytest.fixture(name="gateway")
def _gateway() -> SmsGateway:
    return SmsGateway()


@pytest.mark.usefixtures("fresh_queue")
def test_no_transaction_is_open_while_a_channel_sends(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    seen = []

    def send(_self: object, _message: OutgoingMessage) -> Taken | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND mode LIKE 'Row%%'")
            seen.append((connection.in_atomic_block, cursor.fetchone()[0]))
        return None

    monkeypatch.setattr(type(extensions.find_channel("file")), "send", send)
    greet()
    deliver_all(clock)
    assert seen == [(False, 0)]
    assert only().state == MessageState.SENT


@pytest.mark.django_db
def test_what_a_dead_worker_had_in_hand_is_sent_after_its_lease(clock: Clock) -> None:
    greet()
    (held,) = claim([only().pk], now=clock())
    assert claim([held.pk], now=clock()) == []
    ProcrastinateJob.objects.all().delete()
    # The job of the dead worker comes back before the lease has ended: it asks to be called at its end.
    clock.forward(seconds=45)
    assert not services.deliver(message_id=held.pk, clock=clock)
    (job,) = ProcrastinateJob.objects.all()
    assert job.scheduled_at == held.lease_until
    assert held.lease_until is not None
    clock.now = held.lease_until
    assert services.deliver(message_id=held.pk, clock=clock)
    assert [each.outcome for each in Attempt.objects.order_by("pk")] == [Outcome.UNKNOWN, Outcome.SENT]
    assert only().attempts == 2


@pytest.mark.django_db
def test_what_was_sent_counts_although_the_lease_had_ended(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    greet()
    sends = []

    def slow(_self: object, message: OutgoingMessage) -> Taken | None:
        sends.append(message.key)
        if len(sends) == 1:
            clock.forward(seconds=600)
            services.deliver(message_id=message.id, clock=clock)
        return None

    monkeypatch.setattr(type(extensions.find_channel("file")), "send", slow)
    deliver_all(clock)
    assert only().state == MessageState.SENT
    # Twice with one key: whoever tells repetitions keeps one.
    assert len(sends) == 2
    assert len(set(sends)) == 1


@pytest.mark.django_db
def test_the_second_provider_takes_what_the_first_cannot(gateway: SmsGateway, set_up: SetUp, clock: Clock) -> None:
    away = SmsGateway()
    set_up(away.settings("first"), gateway.settings("second"))
    with running(gateway):
        greet()
        deliver_all(clock)
    message = only()
    assert (message.state, message.provider, message.cost) == (MessageState.SENT, "second", 800)
    tried = [(each.provider, each.outcome) for each in Attempt.objects.order_by("pk")]
    assert tried == [("first", Outcome.FAILED), ("second", Outcome.SENT)]
    assert message.to_address == "+84900000123"
    assert next(iter(gateway.taken.values()))["Phone"] == "84900000123"


@pytest.mark.django_db
def test_a_provider_that_keeps_failing_is_left_alone_for_a_time(set_up: SetUp, clock: Clock) -> None:
    away = SmsGateway()
    set_up(away.settings())
    for _each in range(7):
        greet()
    deliver_all(clock)
    state = ProviderState.objects.get(name="gateway")
    assert state.failures == 5
    assert state.open_until is not None
    # The others were not tried at all: they wait for the moment at which the provider is asked again.
    waiting = Message.objects.filter(attempts=0)
    assert {each.due_at for each in waiting} == {state.open_until}
    assert waiting.count() == 2
    with running(away):
        clock.forward(seconds=400)
        deliver_all(clock)
    assert not Message.objects.exclude(state=MessageState.SENT).exists()
    assert len(away.taken) == 7
    assert ProviderState.objects.get(name="gateway").failures == 0


@pytest.mark.django_db
def test_a_line_that_breaks_before_the_answer_is_asked_again_and_not_another(
    gateway: SmsGateway, set_up: SetUp, clock: Clock
) -> None:
    second = SmsGateway()
    set_up(gateway.settings("first"), second.settings("second"))
    gateway.dies_before_answer = 1
    with running(gateway, second):
        greet()
        deliver_all(clock)
        assert only().state == MessageState.QUEUED
        clock.forward(minutes=1)
        deliver_all(clock)
    assert only().state == MessageState.SENT
    assert list(gateway.asked.values()) == [2]
    assert len(gateway.taken) == 1
    assert second.taken == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "tried", "state"),
    [
        ("103", ["first", "second"], MessageState.SENT),
        ("101", ["first", "second"], MessageState.SENT),
        ("777", ["first", "second"], MessageState.SENT),
        ("99", ["first"], MessageState.FAILED),
        ("500", ["first"], MessageState.QUEUED),
    ],
)
def test_what_follows_from_a_refusal_is_data(
    gateway: SmsGateway, set_up: SetUp, clock: Clock, code: str, tried: list[str], state: MessageState
) -> None:
    second = SmsGateway()
    set_up(gateway.settings("first"), second.settings("second"))
    gateway.codes = [code]
    with running(gateway, second):
        greet()
        deliver_all(clock)
    assert [each.provider for each in Attempt.objects.order_by("pk")] == tried
    assert only().state == state
    # The provider repeats the number in its words; ours do not.
    assert "84900000123" not in Attempt.objects.order_by("pk")[0].error


@pytest.mark.django_db
def test_rates_of_providers_are_kept_by_all_workers(gateway: SmsGateway, set_up: SetUp, clock: Clock) -> None:
    set_up(gateway.settings(rate=2))
    with running(gateway):
        for _each in range(5):
            greet()
        deliver_all(clock)
        assert len(gateway.taken) == 1
        for taken in (2, 3, 4, 5):
            clock.forward(seconds=0.5)
            deliver_all(clock)
            assert len(gateway.taken) == taken
    # Waiting for a turn is no attempt.
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db
def test_zalo_goes_first_and_sms_when_it_refuses(gateway: SmsGateway, set_up: SetUp, clock: Clock) -> None:
    zalo = ZaloPeer()
    set_up(zalo.settings(), gateway.settings())
    with running(zalo, gateway):
        greet()
        deliver_all(clock)
        assert (only().channel, only().state, only().cost) == ("zalo", MessageState.SENT, 300)
        assert gateway.taken == {}
        zalo.answers = ["not_on_zalo"]
        greet()
        deliver_all(clock)
        deliver_all(clock)
    first, second = Message.objects.order_by("pk")[1:]
    assert (first.channel, first.state, first.last_error) == ("zalo", MessageState.FAILED, "Zalo account not existed")
    assert (second.channel, second.state, second.instead_of_id) == ("sms", MessageState.SENT, first.pk)
    assert next(iter(gateway.taken.values()))["Content"] == "Chào bà Lan."


@pytest.mark.django_db
def test_zalo_away_does_not_hold_up_who_can_be_told_by_sms(gateway: SmsGateway, set_up: SetUp, clock: Clock) -> None:
    zalo = ZaloPeer()
    set_up(zalo.settings(), gateway.settings())
    with running(gateway):
        for _each in range(8):
            greet()
        for _round in range(12):
            deliver_all(clock)
            clock.forward(minutes=3)
    assert len(gateway.taken) == 8
    assert Message.objects.filter(channel="sms", state=MessageState.SENT).count() == 8


@pytest.mark.django_db
def test_a_budget_that_stops_holds_all_but_urgent_messages(
    gateway: SmsGateway, set_up: SetUp, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lienthong.kernel.acts.contracts import Actor
    from lienthong.kernel.notifications.contracts import MessageKind
    from lienthong.kernel.notifications.models import Spending

    set_up(gateway.settings())
    services.save_budget(agency_code="", monthly=1500, stops=True, actor=Actor.system("test"), now=NOW)
    with running(gateway):
        for _each in range(3):
            greet()
        deliver_all(clock)
        assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "sent", "failed"]
        assert Message.objects.order_by("pk")[2].last_error == "budget_spent"
        monkeypatch.setitem(extensions._kinds, "test.greeting", MessageKind("test.greeting", {}, urgent=True))
        greet()
        deliver_all(clock)
    spent = Spending.objects.get()
    assert (spent.amount, spent.messages, spent.parts, spent.month.isoformat()) == (2400, 3, 3, "2026-11-01")
