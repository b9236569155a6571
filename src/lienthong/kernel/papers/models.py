"""Tables of papers. Holds personal data only through its file; the title is shown to anybody who has the code."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from .contracts import PaperInfo, PaperState, TemplateKind


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
    agency = models.ForeignKey(
        "organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in PaperState])
    state_at = models.DateTimeField(null=True)
    state_reason = models.CharField(max_length=500, blank=True)
    # Why it no longer counts, as whoever checks the paper reads it; `state_reason` stays with the history.
    public_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="papers_of_subject", fields=["subject_type", "subject_key", "issued_at"]),
            models.Index(name="papers_by_time", fields=["-issued_at", "-id"]),
            models.Index(name="papers_of_agency", fields=["agency", "-issued_at"]),
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
            pgtrigger.ReadOnly(
                name="papers_as_issued",
                exclude=["state", "state_at", "state_reason", "public_reason", "replaced_by", "version"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    def as_info(self) -> PaperInfo:
        """Return the facts that cross the border."""
        return PaperInfo(id=self.pk, uuid=self.uuid, code=self.code, file_id=self.file_id, title=self.title)


class TemplateDesign(models.Model):
    """A template as its editors have it now; publishing makes the next version of it.

    `slug` names it in addresses: key, kind and agency. Without an agency it is for all; that of an agency goes before
    it. `source` is the text of a typst template; `file` is a Word file and `values` the paths it asks for. `changed`
    tells that it differs from what was published last; `version` counts its changes, for those who work at once.
    """

    slug = models.CharField(max_length=160, unique=True)
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in TemplateKind])
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300)
    source = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=list)
    published = models.PositiveIntegerField(default=0)
    changed = models.BooleanField(default=False)
    updated_at = models.DateTimeField()
    updated_by_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="papers_one_design", fields=["key", "kind", "agency"], nulls_distinct=False),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="designs_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.slug


class TemplateVersion(models.Model):
    """One published version of a template; never changed, so that every paper can be shown the template it followed."""

    design = models.ForeignKey(TemplateDesign, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=16, db_index=True)
    reason = models.CharField(max_length=500)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="papers_one_version", fields=["design", "number"]),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="versions_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.design_id} v{self.number}"
