"""What cases wait for besides people."""

import uuid
from typing import ClassVar

from django.db import models

PENDING = models.Q(closed_at__isnull=True)


class Wait(models.Model):
    """One wait of a case for a clock, a message, a signal or a service.

    `engine_task` is the token in the engine; behind an event-based gateway several waits share it. `due_at` is when
    a timer fires; `stopped_at` when the clock of the case stood; `repeats` how often a cycle fires again (-1: always).
    `title` is the name of the element; `outcome` is how a service ended its step, `skip` the outcome that passing it
    over counts as. A service that did not answer says in `failure` why (a `ServiceFailure`), in `failed_at` since when.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    instance = models.ForeignKey("processes.ProcessInstance", on_delete=models.CASCADE, related_name="waits")
    engine_task = models.UUIDField()
    element = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True, default="", db_default="")
    name = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=200, blank=True)
    skip = models.CharField(max_length=40, blank=True, default="", db_default="")
    due_at = models.DateTimeField(null=True)
    repeats = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    happened = models.BooleanField(default=False)
    outcome = models.CharField(max_length=40, blank=True, default="", db_default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=10, blank=True, default="", db_default="")
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        """Open waits are few; each way in has its partial index."""

        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=PENDING & models.Q(kind="timer"), name="wait_due"),
            models.Index(fields=["kind", "name", "key"], condition=PENDING, name="wait_named"),
            models.Index(fields=["failed_at"], condition=PENDING & ~models.Q(failure=""), name="wait_failed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["instance", "engine_task", "element"], condition=PENDING, name="wait_one_open"
            ),
        ]

    def __str__(self) -> str:
        """Return the element and what it waits for."""
        return f"{self.element} {self.kind}"


class ProcessMessage(models.Model):
    """A message from one case, or from a system, to the case that waits under its key; kept until one hears it."""

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    sender = models.ForeignKey("processes.ProcessInstance", on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    heard_by = models.ForeignKey("processes.ProcessInstance", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Unheard messages are looked for by name and key."""

        indexes: ClassVar = [
            models.Index(fields=["name", "key"], condition=models.Q(heard_at__isnull=True), name="message_unheard"),
        ]

    def __str__(self) -> str:
        """Return the name with the key."""
        return f"{self.name} {self.key}"
