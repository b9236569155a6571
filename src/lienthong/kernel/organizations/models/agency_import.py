"""Lists of agencies read in from files."""

from typing import ClassVar

from django.db import models

from lienthong.kernel.organizations.contracts import LineOutcome


class AgencyImport(models.Model):
    """A file of agencies: what it would change, and once applied what it changed.

    Personal data: who read it in and who applied it; kept with the run.
    """

    class State(models.TextChoices):
        """How far it is."""

        PREVIEW = "preview"
        APPLYING = "applying"
        APPLIED = "applied"

    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREVIEW)
    root = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    effective_date = models.DateField()
    counts = models.JSONField(default=dict)
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField(null=True)
    read_by_name = models.CharField(max_length=200)
    applied_at = models.DateTimeField(null=True)
    applied_by_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        """Name the run."""
        return f"{self.pk} {self.file_name}"


class AgencyImportLine(models.Model):
    """One line of the file and what it means.

    Personal data: none.
    """

    run = models.ForeignKey(AgencyImport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=[(each.value, each.value) for each in LineOutcome])
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        """Read by outcome in the order of the file."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="agency_import_line_once")]
        indexes: ClassVar = [models.Index(fields=["run", "outcome", "number"], name="agency_import_outcome")]

    def __str__(self) -> str:
        """Name the line."""
        return f"{self.run_id}/{self.number} {self.code}"
