"""What acts remember: answers to requests that may be sent twice, and bulk runs with each of their subjects."""

import uuid
from typing import ClassVar

from django.db import models

from .contracts import BulkState, ItemState


class IdempotencyRecord(models.Model):
    """The answer to a creating request, kept so that a repeated request gets it again.

    Personal data: none; kept for seven days.
    """

    key = models.CharField(max_length=80)
    actor_key = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    result = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """One answer a key, actor and purpose."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor_key", "purpose", "key"], name="idempotency_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        """Name the request."""
        return f"{self.purpose} {self.key}"


class BulkRun(models.Model):
    """One act on many subjects: who asked, with which inputs, how far it is.

    `appointment_id` is the one in which it was asked; the work is done in that capacity or not at all. `undoes` is
    the run that this one takes back; `resumed_at` with `resumed_from` (subjects tried until then) give the pace.
    Personal data: the name of the officer; kept as long as the history.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True)
    back = models.CharField(max_length=500, blank=True)
    inputs = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in BulkState])
    starter_id = models.BigIntegerField()
    starter_name = models.CharField(max_length=200)
    appointment_id = models.BigIntegerField(null=True)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")
    proposed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)
    resumed_from = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Read by who started it, newest first; one under way for each actor and act."""

        indexes: ClassVar = [models.Index(fields=["starter_id", "-id"], name="bulk_starter")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["starter_id", "act"],
                condition=models.Q(state__in=[BulkState.RUNNING, BulkState.PAUSED]),
                name="bulk_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        """Name the run."""
        return f"{self.act} {self.uuid}"


class BulkItem(models.Model):
    """One subject of a bulk run; the row is written in the transaction of the act.

    `seen_version` is that of the dry run, `left_version` that after the act; `recorded` is what the history recorded.
    Personal data: the title of the subject; goes with the run.
    """

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    subject_key = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    inputs = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in ItemState])
    code = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=500, blank=True)
    seen_version = models.PositiveIntegerField(null=True)
    left_version = models.PositiveIntegerField(null=True)
    recorded = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Read by state in order of position."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "position"], name="bulk_item_once")]
        indexes: ClassVar = [models.Index(fields=["run", "state", "position"], name="bulk_item_state")]

    def __str__(self) -> str:
        """Name the subject."""
        return f"{self.subject_key} {self.state}"
