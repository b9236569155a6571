"""Writing a fact to the outbox."""

from collections.abc import Sequence
from typing import Unpack

from lienthong.kernel.events.contracts import Fact
from lienthong.kernel.events.extensions import adapter, is_heard
from lienthong.kernel.events.models import OutboxEvent


def publish(**fact: Unpack[Fact]) -> None:
    """Write an event to the outbox in the caller's transaction; the database itself asks a worker to deliver it.

    Events of one subject are delivered in order. One statement.
    """
    _row(fact).save(force_insert=True)


def publish_all(facts: Sequence[Fact]) -> None:
    """Write events as `publish` does each, in their order. One statement."""
    OutboxEvent.objects.bulk_create([_row(each) for each in facts])


def _row(fact: Fact) -> OutboxEvent:
    event = fact["event"]
    heard = is_heard(event.type)
    return OutboxEvent(
        type=event.type,
        subject=fact["subject"],
        data=adapter(type(event)).dump_python(event, mode="json"),
        actor_name=fact.get("actor_name", ""),
        occurred_at=fact["now"],
        state=OutboxEvent.State.PENDING if heard else OutboxEvent.State.DELIVERED,
        delivered_at=None if heard else fact["now"],
    )
