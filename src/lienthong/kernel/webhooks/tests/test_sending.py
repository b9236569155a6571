"""Webhooks get every event they may know of, in order of each subject, signed, until their receiver takes it."""

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from standardwebhooks import Webhook as Verifier

from lienthong.kernel.accounts import services as accounts
from lienthong.kernel.accounts.testing import ConnectedSystem
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.testing import HistoryEntry
from lienthong.kernel.events.services import publish
from lienthong.kernel.events.testing import OutboxEvent, deliver_everything
from lienthong.kernel.webhooks import queries, services
from lienthong.kernel.webhooks.contracts import DeliveryState, WebhookDraft, WebhookState
from lienthong.kernel.webhooks.models import Webhook, WebhookDelivery
from lienthong.kernel.webhooks.providers.secret_box import unlock
from lienthong.kernel.webhooks.services.send_waiting import signed
from lienthong.kernel.webhooks.testing import Receiver, receiving

from .conftest import NOW, Hidden, ring, secret_of, send

pytestmark = pytest.mark.django_db


def told(receiver: Receiver) -> list[Any]:
    """Return what came to a receiver."""
    return [json.loads(body) for _headers, body in receiver.came]


def numbers(receiver: Receiver) -> list[int]:
    """Return the numbers of the rings that came, in order."""
    return [each["data"]["number"] for each in told(receiver)]


def jobs(hook: Webhook) -> list[Any]:
    """Return when workers are asked for."""
    rows = ProcrastinateJob.objects.filter(task_name="webhooks.send", lock=f"webhook:{hook.pk}", status="todo")
    return list(rows.values_list("scheduled_at", flat=True))


def test_events_come_as_cloud_events_signed_without_what_is_hidden(hook: Webhook, receiver: Receiver) -> None:
    ring(1, 2)
    assert jobs(hook) == [None]
    assert send(hook) == 2
    assert jobs(hook) == []
    first = told(receiver)[0]
    event = OutboxEvent.objects.get(data__number=1)
    assert first == {
        "specversion": "1.0", "id": str(event.uuid), "source": "http://localhost:8000", "type": event.type,
        "subject": "S-1", "time": "2026-10-06T02:00:00Z", "datacontenttype": "application/json",
        "dataschema": f"http://localhost:8000/api/v1/events/schemas/{event.type}", "data": {"number": 1},
    }  # fmt: skip
    headers, body = receiver.came[0]
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert headers["webhook-id"] == str(event.uuid)
    (sent, _before) = queries.list_deliveries(uuid=hook.uuid, viewer=Actor.system("test"))
    assert (sent.state, sent.status, sent.answer, sent.attempts) == (DeliveryState.SENT, 200, "ok", 1)
    assert send(hook) == 0
    assert "Kín" not in body.decode()


def test_signatures_verify_with_both_secrets_for_a_day(hook: Webhook, machine: Actor, receiver: Receiver) -> None:
    old = unlock(hook.secret)
    assert old not in hook.secret
    new = secret_of(machine, hook.uuid)
    hook.refresh_from_db()
    ring(1)
    send(hook)
    headers, body = receiver.came[0]
    for secret, counts in ((old, True), (new, True), ("whsec_" + "A" * 43 + "=", False)):
        assert is_signed(secret, headers, body) == counts
    later = NOW + timedelta(hours=25)
    body, headers = signed(hook, WebhookDelivery.objects.get(), later)
    assert len(headers["webhook-signature"].split()) == 1


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Ask the library of the receivers, at the moment of the signature."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)
    expected = Verifier(secret).sign(headers["webhook-id"], at, body.decode())
    return expected in headers["webhook-signature"].split()


def test_a_new_webhook_hears_what_happens_from_then_on(machine: Actor, receiver: Receiver) -> None:
    ring(1)
    uuid, _secret = services.create_webhook(draft=WebhookDraft(receiver.url), actor=machine, now=NOW)
    ring(2)
    send(Webhook.objects.get(uuid=uuid))
    assert numbers(receiver) == [2]


def test_what_the_system_may_not_know_of_is_never_sent(hook: Webhook, receiver: Receiver, seen: set[str]) -> None:
    seen.add("S-secret")
    ring(1, subject="S-secret")
    publish(event=Hidden(), subject="S-1", now=NOW)
    ring(2)
    send(hook)
    assert numbers(receiver) == [2]
    assert Webhook.objects.get().position == 3


def test_what_it_may_know_of_no_longer_is_not_sent_again(hook: Webhook, receiver: Receiver, seen: set[str]) -> None:
    receiver.refused = {"S-1"}
    ring(1)
    send(hook)
    seen.add("S-1")
    receiver.refused = set()
    send(hook, NOW + timedelta(days=1))
    assert len(receiver.came) == 1
    assert not WebhookDelivery.objects.exists()


def test_a_refused_event_holds_back_its_subject_only(hook: Webhook, receiver: Receiver) -> None:
    receiver.refused = {"S-1"}
    ring(1, 2)
    ring(3, subject="S-2")
    send(hook)
    assert numbers(receiver) == [1, 3]
    assert jobs(hook) == [NOW + timedelta(seconds=5)]
    receiver.refused = set()
    send(hook, NOW + timedelta(seconds=4))
    assert numbers(receiver) == [1, 3]
    ring(4)
    send(hook, NOW + timedelta(seconds=5))
    assert numbers(receiver) == [1, 3, 1, 2, 4]


def test_an_event_refused_ten_times_is_dead_and_may_be_sent_again(
    hook: Webhook, machine: Actor, receiver: Receiver
) -> None:
    receiver.refused = {"S-1"}
    ring(1, 2)
    for day in range(10):
        send(hook, NOW + timedelta(days=2 * day))
    dead = WebhookDelivery.objects.get(state=DeliveryState.DEAD)
    assert (dead.attempts, dead.status) == (10, 422)
    receiver.refused = set()
    assert numbers(receiver) == [1] * 10 + [2]
    services.redeliver(uuid=hook.uuid, delivery_id=dead.pk, actor=machine, now=NOW)
    send(hook)
    assert numbers(receiver)[-1] == 1
    assert HistoryEntry.objects.filter(act="webhooks.redeliver").exists()


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_a_receiver_that_cannot_take_anything_is_left_alone(hook: Webhook, receiver: Receiver, status: int) -> None:
    receiver.statuses, receiver.headers = [status], {"Retry-After": "90"}
    ring(1)
    ring(2, subject="S-2")
    assert send(hook) == 0
    assert len(receiver.came) == 1
    hook.refresh_from_db()
    assert (hook.resume_at, hook.failing_since) == (NOW + timedelta(seconds=90), NOW)
    assert jobs(hook) == [hook.resume_at]
    assert send(hook, NOW + timedelta(seconds=89)) == 0
    assert send(hook, NOW + timedelta(seconds=90)) == 2
    assert numbers(receiver) == [1, 1, 2]
    hook.refresh_from_db()
    assert (hook.resume_at, hook.failing_since, hook.failures) == (None, None, 0)


def test_a_receiver_that_comes_back_misses_nothing(hook: Webhook, receiver: Receiver, certificate: Path) -> None:
    Webhook.objects.update(url=f"https://localhost:{free_port()}/")
    ring(*range(5))
    for minute in (0, 1, 10):
        send(hook, NOW + timedelta(minutes=minute))
    Webhook.objects.update(url=receiver.url)
    ring(5, 6)
    send(hook, NOW + timedelta(hours=2))
    assert numbers(receiver) == list(range(7))
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    with receiving(certificate) as other:
        Webhook.objects.update(url=other.url)
        ring(7)
        send(hook, NOW + timedelta(hours=3))
        assert numbers(other) == [7]


def free_port() -> int:
    """Return a port at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return int(gone.getsockname()[1])


def test_a_receiver_that_fails_for_days_is_disabled_told_of_and_goes_on_where_it_stopped(
    hook: Webhook, machine: Actor, receiver: Receiver, settings: Settings
) -> None:
    Webhook.objects.update(contact="ky.thuat@example.vn")
    ring(1)
    receiver.statuses = [500] * 20
    for hour in range(0, 130, 10):
        send(hook, NOW + timedelta(hours=hour))
    hook.refresh_from_db()
    assert (hook.state, "5" in hook.reason) == (WebhookState.DISABLED, True)
    assert HistoryEntry.objects.get(act="webhooks.disable").note == hook.reason
    assert OutboxEvent.objects.filter(type="vn.lienthong.webhooks.webhook.disabled.v1").exists()
    ring(2)
    assert (send(hook, NOW + timedelta(days=6)), jobs(hook)) == (0, [])
    receiver.statuses = []
    services.resume_webhook(uuid=hook.uuid, actor=machine, now=NOW)
    assert jobs(hook) == [None]
    send(hook, NOW + timedelta(days=6))
    assert numbers(receiver)[-2:] == [1, 2]


def test_a_receiver_that_says_it_is_gone_is_disabled_at_once(hook: Webhook, receiver: Receiver) -> None:
    receiver.statuses = [410]
    ring(1)
    send(hook)
    hook.refresh_from_db()
    assert hook.state == WebhookState.DISABLED


def test_a_system_that_is_connected_no_more_is_sent_nothing(
    hook: Webhook, administrator: Actor, system: ConnectedSystem, receiver: Receiver
) -> None:
    ring(1)
    accounts.disconnect_system(uuid=system.uuid, reason="thôi", actor=administrator, now=NOW)
    assert send(hook) == 0
    hook.refresh_from_db()
    assert (hook.state, receiver.came) == (WebhookState.DISABLED, [])


def test_a_trial_is_sent_at_once_and_shows_its_answer(hook: Webhook, machine: Actor, receiver: Receiver) -> None:
    services.send_test(uuid=hook.uuid, actor=machine, now=NOW)
    send(hook)
    assert [each["type"] for each in told(receiver)] == ["vn.lienthong.webhooks.ping.v1"]
    (line,) = queries.list_deliveries(uuid=hook.uuid, viewer=machine)
    assert (line.state, line.status) == (DeliveryState.SENT, 200)


def test_only_what_was_asked_for_is_sent(machine: Actor, receiver: Receiver) -> None:
    draft = WebhookDraft(receiver.url, types=("vn.lienthong.test.rang.v1",))
    uuid, _secret = services.create_webhook(draft=draft, actor=machine, now=NOW)
    ring(1)
    assert send(Webhook.objects.get(uuid=uuid)) == 1


def test_pausing_keeps_the_place(hook: Webhook, machine: Actor, receiver: Receiver) -> None:
    services.pause_webhook(uuid=hook.uuid, actor=machine, now=NOW)
    ring(1)
    assert (send(hook), jobs(hook)) == (0, [])
    services.resume_webhook(uuid=hook.uuid, actor=machine, now=NOW)
    assert send(hook) == 1


def test_when_the_time_is_over_the_rest_is_asked_for(hook: Webhook, receiver: Receiver) -> None:
    ring(1, 2)
    services.send_waiting(webhook_id=hook.pk, clock=lambda: NOW, seconds=-1)
    assert (receiver.came, jobs(hook)) == ([], [None])


def test_old_lines_of_the_log_go(hook: Webhook, receiver: Receiver) -> None:
    receiver.refused = {"S-2"}
    ring(1)
    ring(2, subject="S-2")
    send(hook)
    assert services.forget_deliveries(now=NOW + timedelta(days=29), seconds=30) == 0
    assert services.forget_deliveries(now=NOW + timedelta(days=31), seconds=30) == 1
    assert WebhookDelivery.objects.get().subject == "S-2"
    deliver_everything(NOW)
