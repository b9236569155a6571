"""The province's broker: what is offered goes out in order, what others send comes into the inbox.

Both keep a place in the books here, moved in the transaction that does the work, so a broker that was away for a while
is caught up with, and nothing is sent or taken in another order.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from django.conf import settings
from django.db import transaction

from lienthong.kernel.events.channels.broker import BrokerDown, Message, send, take
from lienthong.kernel.events.contracts import CloudEvent
from lienthong.kernel.events.extensions import offers, subscriptions_to
from lienthong.kernel.events.models import FeedReader, OutboxEvent
from lienthong.kernel.events.rules import cloud_event

from .ask_worker import ask_for, take_over

log = structlog.get_logger("lienthong.events")
READER, TASK, QUEUE = "broker", "events.broker_send", "events"
AT_ONCE = 200
# A broker that does not answer is asked again after so long.
PAUSE = timedelta(seconds=15)
Clock = Callable[[], datetime]


def ask_broker_sender() -> None:
    """Ask a worker to send what was added to the feed; nothing where there is no broker."""
    if settings.NATS_URL:
        ask_for(task=TASK, queue=QUEUE, lock=TASK)


def send_to_broker(*, clock: Clock, seconds: float) -> int:
    """Publish what was added to the feed since, in order, and return how much; the rest is asked for again.

    The caller sees to it that nobody else does so at the same time.
    """
    take_over(TASK)
    reader, _new = FeedReader.objects.get_or_create(name=READER)
    deadline, total = time.monotonic() + seconds, 0
    while rows := _next(reader.position):
        if time.monotonic() > deadline:
            ask_for(task=TASK, queue=QUEUE, lock=TASK)
            break
        try:
            send(rows)
        except BrokerDown as failure:
            _move(reader, rows[: failure.sent])
            _note_failure(reader, failure, clock())
            ask_for(task=TASK, queue=QUEUE, lock=TASK, at=clock() + PAUSE)
            return total + failure.sent
        _move(reader, rows)
        total += len(rows)
        FeedReader.objects.filter(pk=reader.pk).update(read_at=clock(), last_error="", failed_since=None)
    return total


def take_from_broker(*, clock: Clock, seconds: float) -> int:
    """Take what other provinces and agencies have sent into the inbox, and return how many events were new."""
    deadline, total = time.monotonic() + seconds, 0
    for sender, source in settings.NATS_RECEIVE_FROM.items():
        reader, _new = FeedReader.objects.get_or_create(name=f"from:{sender}")
        while time.monotonic() < deadline:
            try:
                messages = take(sender=sender, after=reader.position, limit=AT_ONCE)
            except BrokerDown as failure:
                _note_failure(reader, failure, clock())
                break
            total += keep_received(reader=reader, messages=messages, source=source, now=clock())
            if len(messages) < AT_ONCE:
                break
    return total


@transaction.atomic
def keep_received(*, reader: FeedReader, messages: Sequence[Message], source: str, now: datetime) -> int:
    """Write messages to the inbox and move our place behind them; return how many were new.

    What came before is known by source and number. A message that cannot be read, or that says it comes from
    somebody else than the account that sent it, is left out and logged.
    """
    rows: dict[UUID, OutboxEvent] = {}
    for message in messages:
        event = message.event
        if event is None or event.source != source:
            log.warning("message_refused", sender=message.sender, place=message.place,
                        said=event.source if event is not None else "unreadable")  # fmt: skip
            continue
        heard = bool(subscriptions_to(event.type, source=source))
        number = uuid5(NAMESPACE_URL, f"{source}#{event.id}")
        rows.setdefault(
            number,
            OutboxEvent(
                uuid=number,
                type=event.type,
                subject=event.subject,
                data=event.data,
                occurred_at=event.time,
                source=source,
                state=OutboxEvent.State.PENDING if heard else OutboxEvent.State.DELIVERED,
                delivered_at=None if heard else now,
            ),
        )
    known = set(OutboxEvent.objects.filter(uuid__in=list(rows)).values_list("uuid", flat=True))
    OutboxEvent.objects.bulk_create([row for number, row in rows.items() if number not in known])
    if messages:
        reader.position, reader.read_at = messages[-1].place, now
        reader.last_error, reader.failed_since = "", None
        reader.save()
    return len(rows) - len(known)


def _next(after: int) -> list[CloudEvent]:
    base, offered = str(settings.PUBLIC_BASE_URL), offers()
    rows = OutboxEvent.objects.filter(position__gt=after).order_by("position")[:AT_ONCE]
    hidden = {kind: each.hidden for kind, each in offered.items()}
    return [cloud_event(row, base=base, hidden=hidden.get(row.type, ())) for row in rows]


def _move(reader: FeedReader, sent: Sequence[CloudEvent]) -> None:
    """Move our place behind what the broker has written down; what is sent twice it knows by its number."""
    if sent:
        reader.position = sent[-1].position or reader.position
        FeedReader.objects.filter(pk=reader.pk).update(position=reader.position)


def _note_failure(reader: FeedReader, failure: Exception, now: datetime) -> None:
    said = str(failure).replace("\0", "")[:500]
    log.warning("broker_down", reader=reader.name, error=said)
    reader.failed_since = reader.failed_since or now
    FeedReader.objects.filter(pk=reader.pk).update(last_error=said, failed_since=reader.failed_since)
