"""How agencies were called and placed, and who followed whom."""

from typing import ClassVar

from django.db import models

from .agency import Agency


class AgencyPeriod(models.Model):
    """How an agency was coded, called and placed from a day to a day; the last one is mirrored in `Agency`.

    This is the history by the day the law took effect, where the row history of `Agency` is by the moment of typing.
    Personal data: none.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="periods")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    parent = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        """Found by code of any time, and by agency at a date."""

        indexes: ClassVar = [models.Index(fields=["code", "valid_from"], name="agency_period_code")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="agency_period_order",
            ),
            models.UniqueConstraint(fields=["agency", "valid_from"], name="agency_period_begins_once"),
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(valid_to__isnull=True), name="agency_period_one_open"
            ),
        ]

    def __str__(self) -> str:
        """Name the period."""
        return f"{self.code} {self.valid_from:%Y-%m-%d}"


class Succession(models.Model):
    """One agency's work went to another on a day; an agency that was split has several successors.

    Personal data: none.
    """

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="inheritances")
    day = models.DateField()
    kind = models.CharField(max_length=12)
    is_main = models.BooleanField(default=True)
    share = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    plan = models.ForeignKey("organizations.Reorganization", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once a pair and day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor", "day"], name="succession_once"),
        ]

    def __str__(self) -> str:
        """Name the step."""
        return f"{self.predecessor_id} → {self.successor_id}"
