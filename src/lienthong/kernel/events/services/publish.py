"""Writing a fact to the outbox."""

from datetime import datetime
from typing import Any

from lienthong.kernel.events.extensions import adapter, subscriptions_to
from lienthong.kernel.events.models import OutboxEvent


def publish(*, event: Any, subject: str, now: datetime, actor_name: str = "") -> None:
    """Write an event to the outbox and ask a worker to deliver it, both in the caller's transaction.

    :param event: a frozen dataclass with a class variable `type`
    :param subject: what it is about; events of one subject are delivered in order
    """
    heard = bool(subscriptions_to(event.type))
    OutboxEvent.objects.create(
        type=event.type,
        subject=subject,
        data=adapter(type(event)).dump_python(event, mode="json"),
        actor_name=actor_name,
        occurred_at=now,
        state=OutboxEvent.State.PENDING if heard else OutboxEvent.State.DELIVERED,
    )
    if heard:
        ask_worker(subject=subject)


def ask_worker(*, subject: str) -> None:
    """Ask a worker to deliver what is pending about a subject; the lock keeps its jobs in line."""
    from lienthong.kernel.events.jobs import deliver_events

    deliver_events.configure(lock=f"events:{subject}").defer(subject=subject)
