"""The outbox, and the record of what each subscriber has done."""

import uuid
from typing import ClassVar

from django.db import models


class OutboxEvent(models.Model):
    """A fact waiting to be told, or told; written in the transaction that made it true (R-66).

    Personal data: what the event carries; removed after delivery by age.
    """

    class State(models.TextChoices):
        """Where the event stands."""

        PENDING = "pending"
        DELIVERED = "delivered"
        DEAD = "dead"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    data = models.JSONField()
    actor_name = models.CharField(max_length=200, blank=True)
    occurred_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        """Pending events are read by subject in order; dead ones are listed."""

        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="outbox_pending", condition=models.Q(state="pending")),
            models.Index(fields=["-id"], name="outbox_dead", condition=models.Q(state="dead")),
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
