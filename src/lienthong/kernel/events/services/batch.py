"""Handing pending events to their subscribers, many in one transaction.

A worker takes subjects, not events: each subject is locked until the end of the transaction, so no two workers tell
of the same one at once. What subscribers write, the record that they did, and the state of the event are one
transaction.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection, transaction

from lienthong.kernel.events import rules
from lienthong.kernel.events.contracts import Delivery, HandoverState
from lienthong.kernel.events.extensions import Subscription, adapter, feed_listeners, offers, subscriptions_to
from lienthong.kernel.events.models import HandledEvent, Handover, OutboxEvent

from .ask_worker import ask_worker

log = structlog.get_logger("lienthong.events")

# How many events are told in one transaction, fewer when one may fail; and when it ends although there are more.
TOGETHER, TOGETHER_CAREFULLY, LONGEST_SECONDS = 200, 25, 0.5
LOCK_SPACE = 7_310
_LOCK = """
WITH first AS MATERIALIZED (
    SELECT id, subject FROM events_outboxevent
    WHERE state = 'pending' AND id > %s AND subject <> ALL(%s::text[]) ORDER BY id LIMIT %s
), subjects AS MATERIALIZED (SELECT DISTINCT subject FROM first),
locked AS MATERIALIZED (
    SELECT subject, pg_try_advisory_xact_lock(%s, hashtext(subject)) AS ours FROM subjects
)
SELECT first.id, first.subject, locked.ours FROM first JOIN locked USING (subject) ORDER BY first.id
"""
_RECORD = """
INSERT INTO events_handledevent (event_id, handler, handled_at)
SELECT done.event, done.handler, %s FROM unnest(%s::bigint[], %s::text[]) AS done(event, handler)
"""
_TELL = """
UPDATE events_outboxevent SET state = 'delivered', delivered_at = %s WHERE id = ANY(%s::bigint[])
"""
_TELL_IN_FEED = """
WITH head AS (
    INSERT INTO events_feedhead AS head (id, last) VALUES (1, %s)
    ON CONFLICT (id) DO UPDATE SET last = head.last + excluded.last RETURNING head.last - %s AS before)
UPDATE events_outboxevent event SET state = 'delivered', delivered_at = %s, position = head.before + told.place
FROM head, unnest(%s::bigint[]) WITH ORDINALITY AS told(id, place) WHERE event.id = told.id
"""


class DeliveryFailed(Exception):
    """A subscriber failed; what was told with it in one transaction is told again, one by one."""

    def __init__(self, event: OutboxEvent, subscription: Subscription) -> None:
        """Name the event and the subscriber."""
        super().__init__(f"{subscription.name} {event.type} {event.uuid}")


@dataclass
class _Batch:
    """What became of some events while their transaction lasts."""

    now: datetime
    told: list[OutboxEvent] = field(default_factory=list)
    done: set[tuple[int, str]] = field(default_factory=set)
    fresh: list[tuple[int, str]] = field(default_factory=list)
    # Subscriber and subject where something waits already: what comes later stands behind it.
    behind: set[tuple[str, str]] = field(default_factory=set)
    held: list[Handover] = field(default_factory=list)


def deliver_batch(*, now: datetime, carefully: bool = False) -> int:
    """Hand over some pending events, the oldest first, in one transaction; return how many, 0 when none is free.

    :param carefully: fewer, each subscriber by itself, so that one that fails takes nothing else back
    :raises DeliveryFailed: a subscriber failed and nothing of the batch holds; only when not `carefully`
    """
    with transaction.atomic():
        rows = _take(TOGETHER_CAREFULLY if carefully else TOGETHER)
        if not rows:
            return 0
        batch = _begin(rows, now)
        deadline = time.monotonic() + LONGEST_SECONDS
        for row in rows:
            _hand_over(row, batch, carefully=carefully)
            batch.told.append(row)
            if time.monotonic() > deadline:
                break
        _finish(batch)
    return len(batch.told)


def call(subscription: Subscription, row: OutboxEvent, *, attempt: int) -> None:
    """Call a subscriber with an event."""
    context = Delivery(
        event_id=str(row.uuid),
        subject=row.subject,
        occurred_at=row.occurred_at,
        actor_name=row.actor_name,
        attempt=attempt,
    )
    if subscription.event_class is None:
        subscription.handler(rules.cloud_event(row, base=str(settings.PUBLIC_BASE_URL)), context)
    else:
        subscription.handler(adapter(subscription.event_class).validate_python(row.data), context)


def lock_subject(subject: str) -> bool:
    """Lock a subject until the end of the transaction; False when another worker tells of it just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, subject])
        return bool(cursor.fetchone()[0])


def _take(limit: int) -> list[OutboxEvent]:
    """Return pending events of subjects that are locked for us now."""
    after, others = 0, set[str]()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [after, sorted(others), limit, LOCK_SPACE])
            found: Sequence[tuple[int, str, bool]] = cursor.fetchall()
        ours = [event_id for event_id, _subject, is_ours in found if is_ours]
        # Asked again, now that the subjects are locked: another worker may have told of them in between.
        if rows := list(OutboxEvent.objects.filter(pk__in=ours, state=OutboxEvent.State.PENDING).order_by("pk")):
            return rows
        if len(found) < limit:
            return []
        others |= {subject for _id, subject, is_ours in found if not is_ours}
        after = found[-1][0]


def _begin(rows: Sequence[OutboxEvent], now: datetime) -> _Batch:
    batch = _Batch(now)
    subjects = {row.subject for row in rows}
    waiting = Handover.objects.filter(subject__in=subjects, state=HandoverState.WAITING)
    batch.behind.update(waiting.values_list("subscriber", "subject").distinct())
    batch.done.update(HandledEvent.objects.filter(event__in=rows).values_list("event_id", "handler"))
    return batch


def _hand_over(row: OutboxEvent, batch: _Batch, *, carefully: bool) -> None:
    for subscription in subscriptions_to(row.type, source=row.source):
        key = (row.pk, subscription.name)
        if key in batch.done:
            continue
        if (subscription.name, row.subject) in batch.behind:
            batch.held.append(_held(row, subscription, batch.now))
        elif not carefully:
            _call_at_once(subscription, row)
            batch.fresh.append(key)
        elif failure := try_to_call(subscription, row, attempt=1):
            batch.held.append(_failed(row, subscription, failure, batch.now))
            batch.behind.add((subscription.name, row.subject))
        else:
            batch.fresh.append(key)


def _call_at_once(subscription: Subscription, row: OutboxEvent) -> None:
    try:
        call(subscription, row, attempt=1)
    except Exception as failure:
        raise DeliveryFailed(row, subscription) from failure


def try_to_call(subscription: Subscription, row: OutboxEvent, *, attempt: int) -> Exception | None:
    """Call a subscriber so that its failure takes back only what it did itself; return the failure."""
    try:
        with transaction.atomic():
            call(subscription, row, attempt=attempt)
    except Exception as failure:  # noqa: BLE001  whatever a subscriber raises is counted, logged and tried again
        log.warning(
            "event_delivery_failed",
            type=row.type,
            event_id=str(row.uuid),
            subscriber=subscription.name,
            attempts=attempt,
            error=rules.words_of(failure),
        )
        return failure
    return None


def _held(row: OutboxEvent, subscription: Subscription, now: datetime) -> Handover:
    return Handover(event=row, subscriber=subscription.name, subject=row.subject, since=now)


def _failed(row: OutboxEvent, subscription: Subscription, failure: Exception, now: datetime) -> Handover:
    held = _held(row, subscription, now)
    note_failure(held, failure, now)
    return held


def note_failure(held: Handover, failure: Exception, now: datetime) -> None:
    """Count a failure in the row, which the caller saves, and ask a worker for the next try; the last makes it dead."""
    held.attempts += 1
    held.last_error = rules.words_of(failure)
    held.next_try_at = rules.next_try(attempts=held.attempts, pauses=settings.EVENTS_RETRY_SECONDS, now=now)
    if held.next_try_at is None:
        held.state = HandoverState.DEAD
        log.error("event_not_delivered", place=held.event_id, subscriber=held.subscriber, error=held.last_error)
    else:
        ask_worker(at=held.next_try_at)


def record_done(done: Sequence[tuple[int, str]], now: datetime) -> None:
    """Write down that subscribers have done their part of events. One statement."""
    if done:
        with connection.cursor() as cursor:
            cursor.execute(_RECORD, [now, [event for event, _name in done], [name for _event, name in done]])


def _finish(batch: _Batch) -> None:
    record_done(batch.fresh, batch.now)
    Handover.objects.bulk_create(batch.held)
    offered = offers()
    in_feed = [row.pk for row in batch.told if not row.source and row.type in offered]
    inside = [row.pk for row in batch.told if row.source or row.type not in offered]
    for ask in feed_listeners() if in_feed else ():
        ask()
    with connection.cursor() as cursor:
        if inside:
            cursor.execute(_TELL, [batch.now, inside])
        if in_feed:
            # Last of all: the head of the feed stays locked until the commit.
            cursor.execute(_TELL_IN_FEED, [len(in_feed), len(in_feed), batch.now, in_feed])
