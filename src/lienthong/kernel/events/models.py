"""The outbox, what subscribers have done, and what they still have to take."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from .contracts import HandoverState

# Whoever writes an event that waits asks a worker for it, one job a transaction: the outbox needs no second statement,
# and an event without a job cannot be written. A part of the transaction that is taken back takes its job with it.
_ASK_WORKER = """
    IF EXISTS (SELECT FROM written WHERE state = 'pending') THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)
        SELECT 'events', 'events.deliver', asked.by
        FROM (SELECT 'events.deliver:' || pg_current_xact_id() AS by) asked
        WHERE NOT EXISTS (
            SELECT FROM procrastinate_jobs job WHERE job.queueing_lock = asked.by AND job.status = 'todo');
    END IF;
    RETURN NULL;
"""


class OutboxEvent(models.Model):
    """A fact waiting to be told, or told; written in the transaction that made it true (R-66).

    Delivered means handed over: what a subscriber did not take stands in `Handover`. `source` is empty for our own
    events and names the sender of those received from elsewhere. `position` is the place in the feed for others, given
    in the order in which it can be read, without a gap.

    Personal data: what the event carries; removed after delivery by age.
    """

    class State(models.TextChoices):
        """Where the event stands."""

        PENDING = "pending"
        DELIVERED = "delivered"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    data = models.JSONField()
    actor_name = models.CharField(max_length=200, blank=True)
    occurred_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    delivered_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=200, default="", db_default="")
    position = models.BigIntegerField(null=True)

    class Meta:
        """Pending events are read in order; the feed by position; what was told long ago is removed."""

        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="outbox_pending", condition=models.Q(state="pending")),
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(state="pending")),
            models.Index(fields=["delivered_at"], name="outbox_told", condition=models.Q(state="delivered")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["position"], name="outbox_feed", condition=models.Q(position__isnull=False)
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="ask_worker",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="written"),  # type: ignore[no-untyped-call]  # the library leaves it untyped
                func=_ASK_WORKER,
            ),
        ]

    def __str__(self) -> str:
        """Name the event."""
        return f"{self.type} {self.subject} {self.id}"


class HandledEvent(models.Model):
    """A subscriber has done its part of an event; written with that part, so that it is never done twice.

    Personal data: none.
    """

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="+")
    handler = models.CharField(max_length=120)
    handled_at = models.DateTimeField()

    class Meta:
        """Once an event and subscriber."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "handler"], name="handled_once")]

    def __str__(self) -> str:
        """Name the deed."""
        return f"{self.handler} {self.event_id}"


class Handover(models.Model):
    """An event that one subscriber did not take at once: it failed, or an earlier one of its subject still waits.

    The row goes when the subscriber has done its part. Only the first of a subject and subscriber has `next_try_at`.

    Personal data: what a subscriber says when it fails.
    """

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="handovers")
    subscriber = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in HandoverState], default=HandoverState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    since = models.DateTimeField()

    class Meta:
        """Once an event and subscriber; read by what is due, by subject in order, and by state as a list."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "subscriber"], name="handover_once")]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="handover_due", condition=models.Q(state="waiting")),
            models.Index(fields=["subject", "subscriber", "event"], name="handover_line",
                         condition=models.Q(state="waiting")),
            models.Index(fields=["state", "-id"], name="handover_list"),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Name what is held up."""
        return f"{self.subscriber} {self.event_id} {self.state}"


class FeedHead(models.Model):
    """The last place given in the feed; its one row is locked while places are given, so that they appear in order.

    Personal data: none.
    """

    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        """Say how far the feed is."""
        return str(self.last)


class FeedReader(models.Model):
    """How far somebody of ours has read the feed: nothing behind that place is removed.

    Personal data: none.
    """

    name = models.CharField(max_length=40, unique=True)
    position = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    failed_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Name the reader."""
        return self.name
