"""Writing a fact to the outbox."""

from collections.abc import Sequence
from typing import Unpack

from lienthong.kernel.events.contracts import Fact
from lienthong.kernel.events.extensions import adapter, subscriptions_to
from lienthong.kernel.events.models import OutboxEvent


def publish(**fact: Unpack[Fact]) -> None:
    """Write an event to the outbox and ask a worker to deliver it, both in the caller's transaction.

    Events of one subject are delivered in order.
    """
    row = _row(fact)
    row.save(force_insert=True)
    if row.state == OutboxEvent.State.PENDING:
        ask_worker(subject=row.subject)


def publish_all(facts: Sequence[Fact]) -> None:
    """Write events as `publish` does each, in their order. One statement, and one for every subject that is heard."""
    rows = [_row(each) for each in facts]
    OutboxEvent.objects.bulk_create(rows)
    for subject in dict.fromkeys(row.subject for row in rows if row.state == OutboxEvent.State.PENDING):
        ask_worker(subject=subject)


def ask_worker(*, subject: str) -> None:
    """Ask a worker to deliver what is pending about a subject; the lock keeps its jobs in line."""
    from lienthong.kernel.events.jobs import deliver_events

    deliver_events.configure(lock=f"events:{subject}").defer(subject=subject)


def _row(fact: Fact) -> OutboxEvent:
    event = fact["event"]
    return OutboxEvent(
        type=event.type,
        subject=fact["subject"],
        data=adapter(type(event)).dump_python(event, mode="json"),
        actor_name=fact.get("actor_name", ""),
        occurred_at=fact["now"],
        state=OutboxEvent.State.PENDING if subscriptions_to(event.type) else OutboxEvent.State.DELIVERED,
    )
