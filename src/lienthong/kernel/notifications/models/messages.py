"""Messages, attempts to send them, and what became of them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..contracts import MessageState, Outcome

_OPEN = Q(state__in=[MessageState.QUEUED.value, MessageState.SENDING.value])
_EMPTY = models.Value({}, models.JSONField())
_NONE = models.Value([], models.JSONField())


class Mailing(models.Model):
    """One text to many recipients, sent in batches.

    Personal data: who sent it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)
    by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the mailing."""
        return self.title


class Message(models.Model):
    """One message to one recipient over one channel.

    `words` fill the template, for channels that send words and not a text, and for the next channel of `route` when
    this one refuses; that message is `instead_of` this. A worker that has it in hand holds it until `lease_until`.
    `due_at` is when it is sent or tried again; `tried_since` the first attempt, from which counts when to give up.

    Personal data: name, address and what is told; kept one year (NOTIFICATIONS_KEEP_DAYS).
    """

    template = models.ForeignKey("MessageTemplate", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    to_name = models.CharField(max_length=200)
    to_address = models.CharField(max_length=200)
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    party_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    words = models.JSONField(default=dict, db_default=_EMPTY)
    language = models.CharField(max_length=5, default="vi", db_default="vi")
    subject_key = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=300, blank=True, default="", db_default="")
    agency = models.ForeignKey(
        "organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    route = models.JSONField(default=list, db_default=_NONE)
    instead_of = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in MessageState])
    urgent = models.BooleanField(default=False, db_default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    provider = models.CharField(max_length=40, blank=True, default="", db_default="")
    parts = models.PositiveSmallIntegerField(default=0, db_default=0)
    cost = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tried_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first, by what they are about, by whom they are for, and by what is still to do."""

        indexes: ClassVar = [
            models.Index(fields=["subject_key", "id"], name="message_subject"),
            models.Index(fields=["due_at"], name="message_open", condition=_OPEN),
            models.Index(fields=["to_user", "-id"], name="message_own", condition=Q(channel="in_app")),
            models.Index(fields=["agency", "-id"], name="message_agency"),
            models.Index(fields=["mailing", "state"], name="message_mailing", condition=Q(mailing__isnull=False)),
        ]

    def __str__(self) -> str:
        """Name the message."""
        return f"{self.channel} {self.subject_key} {self.pk}"

    @property
    def key(self) -> str:
        """The number by which providers tell a repetition; no other installation gives the same."""
        return f"lt{self.pk:x}-{int(self.created_at.timestamp() * 1_000_000):x}"


class Attempt(models.Model):
    """One attempt to send a message over one provider.

    Personal data: none; what the provider said has the address masked.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    provider = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Outcome])
    code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=500, blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Name the attempt."""
        return f"{self.message_id} {self.provider} {self.outcome}"


class Part(models.Model):
    """One part of a message under the number a provider gave it, for receipts.

    Personal data: none.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="pieces")
    provider = models.CharField(max_length=40)
    provider_id = models.CharField(max_length=100)
    state = models.CharField(max_length=8, default=MessageState.SENT.value)

    class Meta:
        """Found by the number of the provider."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="message_part_once"),
        ]

    def __str__(self) -> str:
        """Name the part."""
        return f"{self.provider} {self.provider_id}"


class Receipt(models.Model):
    """What a provider told of a part, kept also when it comes before we know of the part.

    Personal data: none.
    """

    provider = models.CharField(max_length=40)
    provider_id = models.CharField(max_length=100)
    state = models.CharField(max_length=8)
    code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        """The same news twice is kept once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "provider_id", "state"], name="message_receipt_once"),
        ]

    def __str__(self) -> str:
        """Name the receipt."""
        return f"{self.provider} {self.provider_id} {self.state}"
