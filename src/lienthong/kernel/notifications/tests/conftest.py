"""What tests of messages share: a text, people, and providers set up for one test."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from lienthong.kernel.notifications import extensions, services
from lienthong.kernel.notifications.channels import all_providers, setup
from lienthong.kernel.notifications.contracts import MessageKind, Recipient, TemplateText
from lienthong.kernel.notifications.models import Message

# 9:00 in Việt Nam, a Monday.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LAN = Recipient(name="Trần Thị Lan", phone="0900 000 123", email="lan@example.com")
KEY = "test.greeting"
GREETING = TemplateText(key=KEY, language="vi", channel="", subject="Chào", body="Chào {name}.")

SetUp = Callable[..., None]


class Clock:
    """A clock that the test moves; each look takes a moment."""

    def __init__(self, now: datetime = NOW) -> None:
        """Begin at a moment."""
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def forward(self, **much: float) -> None:
        """Move on."""
        self.now += timedelta(**much)


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def brought(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Bring a text and its kind, as a system does; the channel that writes into a file has a folder of its own."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(extensions._templates, (KEY, "vi", ""), GREETING)
    monkeypatch.setitem(
        extensions._kinds, KEY, MessageKind(KEY, {"vi": "Lời chào", "en": "Greeting"}, sample={"name": "bà Lan"})
    )


@pytest.fixture(name="set_up")
def _set_up(settings: Settings) -> Iterator[SetUp]:
    """Set up providers for one test, in place of the file; their lines are closed afterwards."""

    def set_up(*rows: dict[str, Any]) -> None:
        settings.DEMO = False
        settings.NOTIFICATIONS_PROVIDERS = json.dumps(rows)

    yield set_up
    for each in all_providers():
        each.close()
    setup._made.cache_clear()


@pytest.fixture(name="fresh_queue")
def _fresh_queue(transactional_db: None) -> Iterator[None]:
    """Leave no jobs behind: the queue is no table of a model, so nothing else empties it."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def greet(to: Recipient = LAN, *, now: datetime = NOW, **more: Any) -> int:
    """Ask for a message."""
    given = {"context": {"name": "bà Lan"}, "subject_key": "H32-1"} | more
    return services.notify(template=KEY, to=to, now=now, **given)


def deliver_all(clock: Clock) -> None:
    """Carry what is due, as workers would."""
    for pk in list(Message.objects.filter(state__in=["queued", "sending"]).order_by("pk").values_list("pk", flat=True)):
        services.deliver(message_id=pk, clock=clock)


def only() -> Message:
    """Return the only message."""
    return Message.objects.get()
