"""Stored forms, forms being designed, drafts of answers, and trial filings."""

import uuid
from typing import ClassVar

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


class FormDesign(models.Model):
    """A form as its designers have it now; publishing makes the next version of it.

    `changed` tells that it differs from the newest version; `version` counts its changes, for those who work at once.
    """

    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    folded_title = models.CharField(max_length=400)
    schema = models.JSONField()
    ui = models.JSONField(default=dict)
    published = models.PositiveIntegerField(default=0)
    changed = models.BooleanField(default=False)
    updated_at = models.DateTimeField()
    updated_by_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by title."""

        indexes: ClassVar = [models.Index(fields=["folded_title", "key"], name="forms_design_title")]

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class AnswerDraft(models.Model):
    """Answers as somebody typed them, not judged; one for each person, purpose and subject.

    Personal data: whatever the form asks; seen by its owner alone, deleted when filed or after the retention time.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    form_key = models.CharField(max_length=80)
    form_version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    typed = models.JSONField(default=list)
    number = models.PositiveIntegerField(default=1)
    device = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        """One draft for each thing somebody is filling in; old ones are found by time."""

        constraints = [models.UniqueConstraint(fields=["user", "purpose", "subject"], name="forms_one_draft")]
        indexes: ClassVar = [models.Index(fields=["updated_at"], name="forms_draft_age")]

    def __str__(self) -> str:
        """Say what is being filled in."""
        return f"{self.purpose} {self.subject}"


class TrialFiling(models.Model):
    """A form filled by a designer to see that it works, with marks for correction and what was corrected.

    Personal data: what the designer typed; seen by its owner alone.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    schema = models.JSONField()
    ui = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by form, newest first."""

        indexes: ClassVar = [models.Index(fields=["user", "key", "-created_at"], name="forms_trials")]

    def __str__(self) -> str:
        """Return the form and the moment."""
        return f"{self.key} {self.created_at:%Y-%m-%d %H:%M}"
