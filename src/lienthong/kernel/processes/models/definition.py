"""Stored processes."""

from typing import ClassVar

import pgtrigger
from django.db import models


class ProcessDefinition(models.Model):
    """One checked version of a process; never changed, because running cases stay on it.

    New cases begin on the newest version that is valid on their day; without `valid_from` it is valid at once.
    `decision` names the decision of the authority that approved it.
    Personal data: the name of the officer who stored it.
    """

    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    total_limit = models.CharField(max_length=12)
    xml = models.TextField()
    spec = models.JSONField()
    valid_from = models.DateField(null=True)
    decision = models.CharField(max_length=200, blank=True, default="", db_default="")
    checked_at = models.DateTimeField()
    checked_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """One row per key and version."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "version"], name="process_one_version")]
        triggers: ClassVar = [pgtrigger.Protect(name="keep_versions", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        """Return the key with its version."""
        return f"{self.key} v{self.version}"
