"""Tables of files. Holds personal data: names of files and of those who gave them, kept as long as their record."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from .contracts import StoredFileInfo


class StoredFile(models.Model):
    """One time somebody gave a content under a name; the content itself lies on the disk under its SHA-256."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="files_sha256_is_hex", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="files_size_is_positive", condition=models.Q(size__gt=0)),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="files_facts_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.name} ({self.uuid})"

    def as_info(self) -> StoredFileInfo:
        """Return the facts that cross the border."""
        return StoredFileInfo(
            id=self.pk, uuid=self.uuid, sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name
        )
