"""NATS JetStream: one stream for all, a subject for each sender and kind of event.

`lienthong.<sender>.<type>`, such as `lienthong.h32.vn.lienthong.onestop.dossier.accepted.v1`. Who may publish under
which sender is said by the accounts of the broker, so the subject tells who sent a message; what it says of itself
must agree. The number of an event is its `Nats-Msg-Id`: the broker drops what it has already.
"""

import asyncio
import json
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import nats
from django.conf import settings
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamConfig
from nats.js.errors import NotFoundError

from lienthong.kernel.events.contracts import CloudEvent, Received

T = TypeVar("T")
ROOT = "lienthong"
CONNECT_SECONDS, ANSWER_SECONDS, IDLE_SECONDS = 3, 5, 0.3
# What a sender repeats within this time the broker itself drops; later repetitions are dropped by the inbox.
DUPLICATE_SECONDS = 3600
KEEP_SECONDS = 90 * 24 * 3600
LARGEST = 512 * 1024
LONGEST = {"id": 200, "type": 120, "subject": 80}


class BrokerDown(Exception):
    """The broker does not answer, or not as it should; what was not sent is sent later.

    `sent` says how many events it had written down by then.
    """

    def __init__(self, message: str, *, sent: int = 0) -> None:
        """Keep what was said and how far it went."""
        super().__init__(message)
        self.sent = sent


@dataclass(frozen=True)
class Message:
    """A message of the stream: its place, who sent it by its subject, what it says; None when it is unreadable."""

    place: int
    sender: str
    event: Received | None


def send(events: Sequence[CloudEvent]) -> None:
    """Publish events one after another, each when the broker has written down the one before.

    :raises BrokerDown: the broker took no more
    """
    sent: list[str] = []
    try:
        _run(_send(events, sent))
    except BrokerDown as failure:
        raise BrokerDown(str(failure), sent=len(sent)) from failure


def take(*, sender: str, after: int, limit: int) -> list[Message]:
    """Return the messages of a sender behind a place, in order; they are kept by the broker until they are let go.

    :raises BrokerDown: the broker does not answer
    """
    return _run(_take(sender, after, limit))


def subject_of(sender: str, event_type: str) -> str:
    """Return the subject under which a kind of event of a sender is published."""
    return f"{ROOT}.{sender}.{event_type}"


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except (NatsError, OSError, TimeoutError) as failure:
        raise BrokerDown(f"{type(failure).__name__}: {failure}") from failure


async def _connect() -> Client:
    options: dict[str, Any] = {"user_credentials": settings.NATS_CREDENTIALS} if settings.NATS_CREDENTIALS else {}
    connecting = nats.connect(
        settings.NATS_URL,
        name=f"lienthong-{settings.NATS_NAME}",
        allow_reconnect=False,
        # The library would go on for minutes; whoever asks is asked again later instead.
        max_reconnect_attempts=1,
        reconnect_time_wait=0,
        connect_timeout=CONNECT_SECONDS,
        error_cb=_say_nothing,
        **options,
    )
    return await asyncio.wait_for(connecting, 3 * CONNECT_SECONDS)


async def _say_nothing(_failure: Exception) -> None:
    """What fails is raised where it was asked for."""


async def _send(events: Sequence[CloudEvent], sent: list[str]) -> None:
    client = await _connect()
    try:
        stream = await _stream(client)
        for event in events:
            said = json.dumps(event.as_json(), ensure_ascii=False, separators=(",", ":")).encode()
            await stream.publish(
                subject_of(settings.NATS_NAME, event.type),
                said,
                timeout=ANSWER_SECONDS,
                headers={"Nats-Msg-Id": event.id, "Content-Type": "application/cloudevents+json"},
            )
            sent.append(event.id)
    finally:
        await _close(client)


async def _take(sender: str, after: int, limit: int) -> list[Message]:
    client = await _connect()
    try:
        stream = await _stream(client)
        waiting = await _consumer(stream, sender, after)
        found: list[Message] = []
        while len(found) < limit:
            try:
                messages = await waiting.fetch(min(100, limit - len(found)), timeout=IDLE_SECONDS)
            except TimeoutError:
                break
            for each in messages:
                found.append(Message(each.metadata.sequence.stream, sender, _read(each.data)))
                await each.ack()
        await client.flush(timeout=ANSWER_SECONDS)
        return found
    finally:
        await _close(client)


async def _stream(client: Client) -> JetStreamContext:
    """Make the stream unless it is there; an operator may have made it with other limits."""
    stream = client.jetstream(timeout=ANSWER_SECONDS)
    try:
        await stream.stream_info(settings.NATS_STREAM)
    except NotFoundError:
        wanted = StreamConfig(
            name=settings.NATS_STREAM,
            subjects=[f"{ROOT}.>"],
            max_age=KEEP_SECONDS,
            duplicate_window=DUPLICATE_SECONDS,
        )
        await stream.add_stream(wanted)
    return stream


async def _consumer(stream: JetStreamContext, sender: str, after: int) -> JetStreamContext.PullSubscription:
    """Return the durable consumer of a sender, standing where our own books stand.

    What it handed out and we did not keep, because we died in between, would come again later than what follows: then
    it is made anew from the place in our books.
    """
    name = f"{settings.NATS_NAME}-from-{sender}"
    with suppress(NotFoundError):
        there = await stream.consumer_info(settings.NATS_STREAM, name)
        handed_out = there.delivered.stream_seq if there.delivered is not None else 0
        if there.num_ack_pending or handed_out > after:
            await stream.delete_consumer(settings.NATS_STREAM, name)
    wanted = ConsumerConfig(
        durable_name=name,
        filter_subject=f"{ROOT}.{sender}.>",
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=after + 1,
        ack_policy=AckPolicy.EXPLICIT,
    )
    try:
        await stream.consumer_info(settings.NATS_STREAM, name)
    except NotFoundError:
        await stream.add_consumer(settings.NATS_STREAM, wanted)
    return await stream.pull_subscribe_bind(name, settings.NATS_STREAM)


async def _close(client: Client) -> None:
    with suppress(NatsError, OSError, TimeoutError):
        await client.close()


def _read(data: bytes) -> Received | None:
    """Return what a message says, None when it is no CloudEvent that can be kept."""
    if len(data) > LARGEST or b"\\u0000" in data:
        return None
    try:
        said = json.loads(data)
        found = Received(
            source=str(said["source"]),
            id=str(said["id"]),
            type=str(said["type"]),
            subject=str(said.get("subject", "")),
            time=datetime.fromisoformat(str(said["time"]).replace("Z", "+00:00")),
            data=said.get("data") or {},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    fits = all(len(getattr(found, name)) <= longest for name, longest in LONGEST.items())
    good = said.get("specversion") == "1.0" and isinstance(found.data, dict) and found.time.tzinfo is not None
    return found if good and fits and bool(found.id) and bool(found.type) else None
