"""What each import read and did."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..contracts import Outcome, RunState

RUN_STATES = [
    (RunState.WAITING.value, _("Waiting")),
    (RunState.RUNNING.value, _("Running")),
    (RunState.DONE.value, _("Done")),
    (RunState.FAILED.value, _("Stopped")),
]
OUTCOMES = [
    (Outcome.NEW.value, _("New")),
    (Outcome.CHANGED.value, _("Changed")),
    (Outcome.UNCHANGED.value, _("Unchanged")),
    (Outcome.REJECTED.value, _("Rejected")),
]


class ImportRun(models.Model):
    """One import, from the moment it was asked for. Personal data: who asked, kept with the run."""

    state = models.CharField(max_length=12, choices=RUN_STATES, default=RunState.WAITING.value)
    source = models.TextField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_by_name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        """Name the run."""
        return f"{self.pk}: {self.source}"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.state in {RunState.DONE.value, RunState.FAILED.value}


class ImportFile(models.Model):
    """A file on its way into an import, compressed with zlib; deleted when the import is over.

    It lies in the database, not among the files of people, because the job that reads it is enqueued in
    the same transaction and may run on another machine. Personal data: none.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="files")
    name = models.TextField()
    content = models.BinaryField()

    def __str__(self) -> str:
        """Name the file."""
        return f"{self.run_id} {self.name}"


class ImportRow(models.Model):
    """What one import did with one record. Personal data: none; kept a year."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    file = models.TextField()
    code = models.CharField(max_length=40, blank=True)
    name = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    incomplete = models.BooleanField(default=False)
    problems = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)

    class Meta:
        """Reports open by outcome."""

        indexes: ClassVar = [
            models.Index(fields=["run", "outcome", "code"], name="import_row_outcome"),
            models.Index(fields=["run", "code"], condition=models.Q(incomplete=True), name="import_row_incomplete"),
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.run_id} {self.code} {self.outcome}"
