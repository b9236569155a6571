"""What people chose."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class PersonChoice(models.Model):
    """How a person wants to be told: language, quiet hours of their own, a digest in place of single mails.

    Personal data: the choices themselves; kept while the account exists.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, blank=True)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    digest = models.BooleanField(default=False)
    digested_to = models.DateTimeField(null=True)

    class Meta:
        """The daily job reads those who want a digest."""

        indexes: ClassVar = [
            models.Index(fields=["id"], name="message_digests", condition=models.Q(digest=True)),
        ]

    def __str__(self) -> str:
        """Name the person."""
        return str(self.user_id)


class KindChoice(models.Model):
    """The channels over which a person wants one kind of message; without a person, what the province chose for all.

    Personal data: the choice itself; kept while the account exists.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=80)
    channels = models.JSONField(default=list)

    class Meta:
        """One a kind."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="message_kind_choice_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        """Name the choice."""
        return f"{self.user_id} {self.kind}"


class BlockedAddress(models.Model):
    """An address that wants no more messages than law demands, or that does not exist.

    Personal data: the address, as long as the wish holds.
    """

    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        """Found by address."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "address"], name="message_blocked_once"),
        ]

    def __str__(self) -> str:
        """Name the channel."""
        return self.channel
