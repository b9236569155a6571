"""Templates of messages, and messages."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from .contracts import MessageState


class MessageTemplate(models.Model):
    """One version of the text of a message; the newest counts, and sent messages name theirs.

    Personal data: none.
    """

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=5)
    channel = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
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


class Message(models.Model):
    """One message to one recipient over one channel.

    Personal data: name, address and what is told; kept one year.
    """

    template = models.ForeignKey(MessageTemplate, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    to_name = models.CharField(max_length=200)
    to_address = models.CharField(max_length=200)
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    subject_key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in MessageState])
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first, or by what they are about."""

        indexes: ClassVar = [models.Index(fields=["subject_key", "id"], name="message_subject")]

    def __str__(self) -> str:
        """Name the message."""
        return f"{self.channel} {self.subject_key} {self.pk}"
