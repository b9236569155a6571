"""Events over a real NATS JetStream: in order, none lost and none twice, however often the broker goes away."""

import asyncio
import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import nats
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.support.waiting import wait_for

from lienthong.kernel.events import extensions, services
from lienthong.kernel.events.channels.broker import BrokerDown, take
from lienthong.kernel.events.contracts import CloudEvent, Delivery
from lienthong.kernel.events.models import FeedReader, OutboxEvent
from lienthong.kernel.events.services import broker as books
from lienthong.kernel.events.services import deliver

from .bells import NOW, Listener, Rang, ring

pytestmark = pytest.mark.django_db
SOURCE = "http://localhost:8000"


class Broker:
    """A nats-server of the test, which may be ended and started again at its place."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        program = shutil.which("nats-server") or "nats-server"
        command = [program, "-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self._answers, alive=self.process)

    def kill(self) -> None:
        """End it as a machine does that loses power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def publish(self, subject: str, body: bytes) -> None:
        """Publish as somebody else does."""

        async def go() -> None:
            client = await nats.connect(f"nats://127.0.0.1:{self.port}")
            await client.jetstream().publish(subject, body)
            await client.close()

        asyncio.run(go())


@pytest.fixture
def broker(tmp_path: Path, settings: Settings, listener: Listener) -> Iterator[Broker]:
    """Start a broker, let our kind of event be offered, and take in what comes back from ourselves."""
    found = Broker(tmp_path / "stream")
    settings.NATS_URL = f"nats://127.0.0.1:{found.port}"
    settings.NATS_NAME = "h32"
    settings.NATS_RECEIVE_FROM = {"h32": SOURCE}
    extensions.offer(Rang, permission="test", reach=lambda _viewer, subjects: subjects)
    extensions.when_feed_grows(services.ask_broker_sender)
    found.start()
    yield found
    found.kill()


@pytest.fixture
def inbox(broker: Broker) -> list[tuple[str, int]]:
    """Return what a subscriber to events of others has heard."""
    heard: list[tuple[str, int]] = []

    def hear(event: CloudEvent, context: Delivery) -> None:
        assert event.source == SOURCE
        heard.append((context.subject, event.data["number"]))

    extensions.on_received(Rang.type, name="test.inbox")(hear)
    return heard


def work() -> None:
    """Hand over what is pending."""
    deliver(clock=lambda: NOW, seconds=30)


def send() -> int:
    """Send what there is."""
    return services.send_to_broker(clock=lambda: NOW, seconds=30)


def receive() -> int:
    """Take what there is, and hand it over."""
    new = services.take_from_broker(clock=lambda: NOW, seconds=30)
    work()
    return new


@contextmanager
def down(broker: Broker) -> Iterator[None]:
    """Let the broker be away while the block lasts."""
    broker.kill()
    yield
    broker.start()


def test_what_happens_here_comes_in_elsewhere_in_order_and_once(
    broker: Broker, inbox: list[tuple[str, int]], listener: Listener
) -> None:
    ring(1, 2)
    ring(3, subject="S-2")
    work()
    asked = ProcrastinateJob.objects.get(task_name="events.broker_send")
    assert (asked.lock, asked.queue_name) == ("events.broker_send", "events")
    assert (send(), send()) == (3, 0)
    assert (receive(), receive()) == (3, 0)
    assert inbox == [("S-1", 1), ("S-1", 2), ("S-2", 3)]
    assert listener.heard == [1, 2, 3]
    # What came from others is not sent on.
    assert send() == 0


def test_a_broker_that_goes_away_and_comes_back_misses_nothing(broker: Broker, inbox: list[tuple[str, int]]) -> None:
    ring(1)
    work()
    send()
    with down(broker):
        ring(2, 3)
        work()
        assert (send(), receive()) == (0, 0)
        reader = FeedReader.objects.get(name="broker")
        assert reader.failed_since == NOW
        assert "Error" in reader.last_error
        due = ProcrastinateJob.objects.filter(task_name="events.broker_send", scheduled_at=NOW + timedelta(seconds=15))
        assert due.count() == 1
    receive()
    broker.kill()
    broker.start()
    assert send() == 2
    assert FeedReader.objects.get(name="broker").failed_since is None
    receive()
    assert inbox == [("S-1", 1), ("S-1", 2), ("S-1", 3)]


def test_a_sender_that_died_before_its_books_were_kept_sends_nothing_twice(
    broker: Broker, inbox: list[tuple[str, int]]
) -> None:
    ring(1, 2, 3)
    work()
    send()
    FeedReader.objects.update(position=1)
    assert send() == 2
    assert len(take(sender="h32", after=0, limit=100)) == 3
    receive()
    assert inbox == [("S-1", 1), ("S-1", 2), ("S-1", 3)]


def test_a_receiver_that_died_before_its_books_were_kept_takes_all_again_and_keeps_it_once(
    broker: Broker, inbox: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(1, 2)
    work()
    send()

    def die(**_given: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(books, "keep_received", die)
        with pytest.raises(KeyboardInterrupt):
            receive()
    ring(3)
    work()
    send()
    receive()
    assert inbox == [("S-1", 1), ("S-1", 2), ("S-1", 3)]
    FeedReader.objects.filter(name="from:h32").update(position=0)
    assert receive() == 0
    assert len(inbox) == 3


def message(**changed: Any) -> bytes:
    """Return what another province might send."""
    said = {"specversion": "1.0", "source": SOURCE, "id": "a", "type": Rang.type, "subject": "S-9",
            "time": "2026-10-06T02:00:00Z", "data": {"number": 9}}  # fmt: skip
    return json.dumps({**said, **changed}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000, message(source="https://khac.vn"), message(id=""),
        message(time="hom qua"), message(time="2026-10-06T02:00:00"), message(specversion="0.3"), message(data=[1]),
        message(id="x" * 300), message(subject="x" * 300), message(data={"a": "\0"}),
        message(data={"a": "x" * 600_000}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_is_forged_is_left_out_and_stops_nothing(
    broker: Broker, inbox: list[tuple[str, int]], body: bytes
) -> None:
    ring(1)
    work()
    send()
    broker.publish("lienthong.h32.vn.lienthong.test.rang.v1", body)
    broker.publish("lienthong.h32.vn.lienthong.test.rang.v1", message())
    broker.publish("lienthong.h99.vn.lienthong.test.rang.v1", message(id="b"))
    assert receive() == 2
    assert inbox == [("S-1", 1), ("S-9", 9)]
    assert OutboxEvent.objects.exclude(source="").count() == 2


def test_without_a_broker_nothing_is_asked_for(listener: Listener, settings: Settings) -> None:
    settings.NATS_URL = ""
    services.ask_broker_sender()
    assert not ProcrastinateJob.objects.filter(task_name="events.broker_send").exists()


def test_a_broker_that_is_not_there_says_so(settings: Settings) -> None:
    settings.NATS_URL = "nats://127.0.0.1:9"
    with pytest.raises(BrokerDown):
        take(sender="h32", after=0, limit=1)
