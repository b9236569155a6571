"""Cases on their way."""

import uuid
from typing import ClassVar

from django.db import models

from ..contracts import InstanceStatus

LIVE = (InstanceStatus.RUNNING, InstanceStatus.PAUSED)


class ProcessInstance(models.Model):
    """One case on one version of a process; the engine's state is dropped when the case ends.

    `version` counts the acts done on the case itself (a failed service tried again or passed over).
    `pauses` keeps each stop of the clock: from, to, ground, by (R-42 asks for the history of intervals).
    Personal data: the title and subtitle name the applicant; kept as long as the subject.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    definition = models.ForeignKey("processes.ProcessDefinition", on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)
    subject_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=400)
    subtitle = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    places = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    state = models.BinaryField(null=True)
    status = models.CharField(max_length=10, choices=[(item.value, item.value) for item in InstanceStatus])
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    subject_due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    last_outcome = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        """A subject has one live case at a time."""

        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_key"], name="instance_subject")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_key"],
                condition=models.Q(status__in=[item.value for item in LIVE]),
                name="instance_one_live",
            )
        ]

    def __str__(self) -> str:
        """Return the subject."""
        return f"{self.subject_type} {self.subject_key}"
