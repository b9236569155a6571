"""What messages cost, and how their providers are doing."""

from typing import ClassVar

from django.db import models


class Spending(models.Model):
    """What an agency spent on one channel in a month, in đồng; messages of no agency are the province's.

    Personal data: none.
    """

    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    channel = models.CharField(max_length=20)
    messages = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    amount = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row a month, agency and channel."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month", "agency", "channel"], name="message_spending_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.month} {self.channel} {self.amount}"


class Budget(models.Model):
    """What an agency may spend on messages in a month, in đồng; without an agency: each that has none of its own.

    `stops`: beyond the budget nothing that costs is sent, urgent messages excepted.

    Personal data: none.
    """

    agency = models.OneToOneField("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    monthly = models.PositiveBigIntegerField()
    stops = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """One for those without their own."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency"], name="message_budget_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        """Name the budget."""
        return f"{self.agency_id} {self.monthly}"


class ProviderState(models.Model):
    """How a provider is doing, shared by all workers.

    After failures in a row it is left alone until `open_until`. `next_slot` is when it takes the next message.
    `secrets` are tokens it gave, encrypted; who renews them holds `renewing_until`.

    Personal data: none.
    """

    name = models.CharField(max_length=40, primary_key=True)
    is_off = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)
    next_slot = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    last_error_at = models.DateTimeField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    secrets = models.TextField(blank=True)
    renewing_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Name the provider."""
        return self.name
