"""What designers of processes work on before a version is published."""

from typing import ClassVar

import pgtrigger
from django.db import models

from ..contracts import DraftState


class DecisionDefinition(models.Model):
    """One version of a decision table; never changed, because processes keep what they were published with.

    Personal data: the name of the officer who stored it.
    """

    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    xml = models.TextField()
    table = models.JSONField()
    checked_at = models.DateTimeField()
    checked_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """One row per key and version."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "version"], name="decision_one_version")]
        triggers: ClassVar = [pgtrigger.Protect(name="keep_versions", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        """Return the key with its version."""
        return f"{self.key} v{self.version}"


class ProcessDraft(models.Model):
    """A process being drawn: anything well-formed, with what still keeps it from being published.

    Once published the row stays, for its history, until the process is drawn anew.
    Personal data: the name of the officer who changed it last.
    """

    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    total_limit = models.CharField(max_length=12)
    xml = models.TextField()
    notes = models.JSONField(default=list)
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in DraftState],
        default=DraftState.OPEN,
        db_default=DraftState.OPEN.value,
    )
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class ProcessScenario(models.Model):
    """A story that a process must tell: what happens, and where the case stands afterwards.

    `moves` are texts: "step:outcome", "event!"; `expected` are the elements at which it stands, empty at the end.
    """

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    moves = models.JSONField(default=list)
    expected = models.JSONField(default=list)
    expected_outcome = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """A process tells each story once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "name"], name="scenario_one_name")]

    def __str__(self) -> str:
        """Return the process and the story."""
        return f"{self.key}: {self.name}"


class ProcessReport(models.Model):
    """A long look at many cases: a simulation of a draft, or the move of running cases to another version.

    Personal data: the name of the officer who asked for it.
    """

    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=10)
    params = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Reports are listed by process, newest first."""

        indexes: ClassVar = [models.Index(fields=["key", "-asked_at"], name="process_report")]

    def __str__(self) -> str:
        """Return the kind and the process."""
        return f"{self.kind} {self.key}"
