"""Tables of papers. Holds personal data only through its file; the title is shown to anybody who has the code."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from .contracts import PaperInfo, PaperState


class Paper(models.Model):
    """An official paper as it was issued; only its state may change afterwards."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)
    template = models.CharField(max_length=80)
    template_version = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    subject_type = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    agency_name = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in PaperState])
    state_at = models.DateTimeField(null=True)
    state_reason = models.CharField(max_length=500, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(name="papers_of_subject", fields=["subject_type", "subject_key", "issued_at"])
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="papers_replaced_by_another",
                condition=models.Q(state=PaperState.REPLACED.value, replaced_by__isnull=False)
                | (~models.Q(state=PaperState.REPLACED.value) & models.Q(replaced_by__isnull=True)),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="papers_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="papers_as_issued", exclude=["state", "state_at", "state_reason", "replaced_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    def as_info(self) -> PaperInfo:
        """Return the facts that cross the border."""
        return PaperInfo(id=self.pk, uuid=self.uuid, code=self.code, file_id=self.file_id, title=self.title)
