"""Webhooks, and the log of what was sent to them."""

import uuid
from typing import ClassVar

from django.db import models

from .contracts import DeliveryState, WebhookState


class Webhook(models.Model):
    """An address at which a connected system receives events, as far as its permissions reach.

    `position` is how far in the feed it is. Secrets lie encrypted; the old one signs beside the new until its time is
    over. A receiver that does not answer is left alone until `resume_at`; `failures` counts how often in a row.

    Personal data: an e-mail address of who runs the receiver; kept while the webhook exists.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.ForeignKey("accounts.ConnectedSystem", on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    types = models.JSONField(default=list)
    contact = models.EmailField(blank=True)
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in WebhookState], default=WebhookState.ACTIVE
    )
    reason = models.CharField(max_length=500, blank=True)
    position = models.BigIntegerField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by state, newest first."""

        indexes: ClassVar = [models.Index(fields=["state", "-id"], name="webhook_state")]

    def __str__(self) -> str:
        """Name the webhook."""
        return self.url


class WebhookDelivery(models.Model):
    """One event that was sent to a webhook, or is to be sent again.

    Personal data: what the event says; removed with the log after a month.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField()
    type = models.CharField(max_length=120)
    subject = models.CharField(max_length=80)
    body = models.JSONField()
    state = models.CharField(max_length=7, choices=[(each.value, each.value) for each in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    refusals = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    took_ms = models.PositiveIntegerField(null=True)

    class Meta:
        """Read newest first as a log, and by what waits."""

        indexes: ClassVar = [
            models.Index(fields=["webhook", "-id"], name="delivery_log"),
            models.Index(fields=["webhook", "id"], name="delivery_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        """Name the delivery."""
        return f"{self.event_id} {self.state}"
