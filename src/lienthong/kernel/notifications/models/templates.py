"""Texts of messages: versions in force or gone, and drafts."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models


class MessageTemplate(models.Model):
    """One version of the text of a message; the newest counts, and sent messages name theirs.

    `agency` has it for its own messages alone, else it is the province's. Versions count on over both.

    Personal data: none.
    """

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey(
        "organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    plain = models.BooleanField(default=False, db_default=False)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """A version never changes: what was sent can be shown as it was."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "language", "channel", "version"], name="message_template_version"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="keep_versions", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        """Name the template."""
        return f"{self.key} {self.language} v{self.version}"


class TextDraft(models.Model):
    """A text being written, until it is published as a version; one for each place.

    `plain`: SMS of it go without diacritics, so that twice as much fits in a part.

    Personal data: who wrote it last.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    plain = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="draft")
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One draft a place."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key", "language", "channel", "agency"], name="message_draft_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        """Name the draft."""
        return f"{self.key} {self.language} {self.channel}"

    @property
    def title(self) -> str:
        """Name the draft in lists of bulk work."""
        return self.key
