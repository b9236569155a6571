"""Stored forms."""

import pgtrigger
from django.db import models


class FormDefinition(models.Model):
    """One version of a form; never changed, so that what was declared with it stays readable."""

    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    schema = models.JSONField()
    ui = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """One row per key and version."""

        constraints = [models.UniqueConstraint(fields=["key", "version"], name="forms_one_version")]
        triggers = [pgtrigger.Protect(name="keep_versions", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        """Return the key with its version."""
        return f"{self.key} v{self.version}"
