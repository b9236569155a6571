"""Mail server, both ways of SMS and Zalo away for hours, workers killed: everybody is told, and told once."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone
from pytest_django import Settings

from lienthong.kernel.notifications import services
from lienthong.kernel.notifications.channels import all_providers, email
from lienthong.kernel.notifications.contracts import Recipient, TemplateText
from lienthong.kernel.notifications.models import Attempt, Message, Spending
from tests.support.gateway import SmsGateway, ZaloPeer, running
from tests.support.smsc import PASSWORD, SYSTEM_ID, MessageCentre
from tests.support.smtp_server import SmtpServer
from tests.support.waiting import wait_for
from tests.support.worker import empty_queue, let_an_hour_pass, worker

KEY = "test.greeting"
FEW, PEOPLE, KILLS_AFTER = 8, 15, (4, 17)
DAYTIME = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def smpp_settings(centre: MessageCentre) -> dict[str, Any]:
    return {
        "name": "smsc", "channel": "sms", "kind": "smpp", "host": "127.0.0.1", "port": centre.port, "price": 700,
        "system_id": SYSTEM_ID, "password": PASSWORD, "sender": "KHANHHOA",
    }  # fmt: skip


def write_text(key: str) -> None:
    services.save_template(text=TemplateText(key, "vi", "", "Chào", "Chào {name}."), now=DAYTIME)


@pytest.mark.django_db
def test_all_providers_away_for_three_hours_and_back(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    mail, centre, gateway, zalo = SmtpServer(), MessageCentre(), SmsGateway(), ZaloPeer()
    centre.receipt = ""
    settings.DEMO, settings.EMAIL_USE_TLS = False, False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail.port
    settings.NOTIFICATIONS_PROVIDERS = json.dumps([zalo.settings(), smpp_settings(centre), gateway.settings()])
    for key in (KEY, "test.sms"):
        write_text(key)
    now = DAYTIME
    for number in range(FEW):
        phone = Recipient(name="", phone=f"09876543{number:02}")
        for key, to in ((KEY, phone), ("test.sms", phone), (KEY, Recipient("", email=f"nguoi{number}@example.com"))):
            services.notify(template=key, to=to, context={"name": str(number)}, subject_key="", now=now)

    def look() -> datetime:
        return now

    def carry(until: datetime) -> None:
        nonlocal now
        while now < until:
            for pk in Message.objects.filter(state__in=["queued", "sending"]).values_list("pk", flat=True):
                services.deliver(message_id=pk, clock=look)
            waiting = Message.objects.filter(state="queued").order_by("due_at").values_list("due_at", flat=True)
            due = [each for each in waiting if each is not None and each > now]
            # An hour's messages at once: a worker that was down finds them due together.
            now = min(max(now + timedelta(minutes=30), due[0]) if due else until, until)

    carry(DAYTIME + timedelta(hours=3))
    assert not Message.objects.filter(state="sent").exists()
    mail.up()
    centre.up()
    try:
        with running(gateway, zalo):
            carry(now + timedelta(hours=4))
    finally:
        for each in all_providers():
            each.close()
        email.close_line()
        centre.down()
        mail.down()
    assert Counter(mail.boxes.ids()).most_common(1)[0][1] == 1
    assert len(mail.boxes.mails) == FEW
    by_sms = Counter([part.to for part in centre.parts] + [each["Phone"] for each in gateway.taken.values()])
    by_zalo = Counter(call.body["phone"] for call in zalo.calls if call.path == "/message/template")
    # Two messages each: one that went by Zalo, or by SMS because Zalo was away, and one that goes by SMS.
    assert set((by_sms + by_zalo).values()) == {2}
    assert len(by_sms + by_zalo) == FEW
    assert not Message.objects.exclude(state__in=["sent", "failed"]).exists()


@dataclass
class Peers:
    """Who takes messages, and the environment of a worker that speaks to them."""

    mail: SmtpServer
    gateway: SmsGateway
    environment: dict[str, str]


@pytest.fixture(name="peers")
def _peers(settings: Settings) -> Peers:
    mail, gateway = SmtpServer(), SmsGateway()
    environment = {
        "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail.port), "EMAIL_SECURITY": "none",
        "NOTIFICATIONS_PROVIDERS": json.dumps([gateway.settings()]), "NOTIFICATIONS_QUIET_HOURS": "00:00-00:00",
    }  # fmt: skip
    for name in ("EMAIL_HOST", "NOTIFICATIONS_PROVIDERS", "NOTIFICATIONS_QUIET_HOURS"):
        setattr(settings, name, environment[name])
    return Peers(mail, gateway, environment)


@pytest.fixture(name="asked_for")
def _asked_for(transactional_db: None, peers: Peers) -> Iterator[None]:
    empty_queue()
    write_text(KEY)
    now = timezone.now()
    for number in range(PEOPLE):
        to = Recipient(name="", phone=f"09876543{number:02}", email=f"nguoi{number}@example.com")
        services.notify(template=KEY, to=to, context={"name": str(number)}, subject_key="", now=now)
    yield
    empty_queue()


def has_sent(number: int) -> bool:
    return Message.objects.filter(state="sent").count() >= number


@pytest.mark.usefixtures("asked_for")
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_with_the_same_key(peers: Peers) -> None:
    mail, gateway, given = peers.mail, peers.gateway, peers.environment
    assert Message.objects.count() == 2 * PEOPLE
    mail.up()
    try:
        with running(gateway):
            for after in KILLS_AFTER:
                with worker(queues="notifications", settings=given) as process:
                    wait_for(partial(has_sent, after), alive=process)
                let_leases_end()
            with worker(queues="notifications", settings=given) as process:
                wait_for(partial(has_sent, 2 * PEOPLE), alive=process)
    finally:
        with suppress(OSError):
            mail.down()
    assert len(gateway.taken) == PEOPLE
    assert sum(gateway.asked.values()) <= PEOPLE + len(KILLS_AFTER)
    mails = Counter(mail.boxes.ids())
    assert len(mails) == PEOPLE
    assert sum(mails.values()) <= PEOPLE + len(KILLS_AFTER)
    # Whatever was repeated is on record as an attempt of which nobody knew what came; the cost is counted once.
    assert Attempt.objects.filter(outcome="sent").count() == 2 * PEOPLE
    assert Spending.objects.aggregate(total=Sum("amount"))["total"] == 800 * PEOPLE
    assert Message.objects.aggregate(total=Sum("cost"))["total"] == 800 * PEOPLE


def let_leases_end() -> None:
    """Let the heart of the dead worker have been silent long enough, and its leases have ended."""
    Message.objects.filter(state="sending").update(lease_until=timezone.now())
    let_an_hour_pass()
