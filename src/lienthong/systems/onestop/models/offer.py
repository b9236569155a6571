"""Which agency offers a procedure, and how; apart from the procedure itself (R-6)."""

from typing import ClassVar

from django.db import models

from ..contracts import OnlineLevel


class ServiceOffer(models.Model):
    """That an agency receives a procedure, from when it was said until it is closed.

    A procedure for which nothing is said is received by every agency of its levels, at the counter and over the
    network. Personal data: the name of the officer who said it last.
    """

    code = models.CharField(max_length=40)
    agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    online = models.CharField(max_length=8, choices=[(each.value, each.value) for each in OnlineLevel])
    reason = models.CharField(max_length=500, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        """One row an agency; what is not wholly online says why (224/2026, Điều 14)."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "agency"], name="offer_once"),
            models.CheckConstraint(
                condition=models.Q(online=OnlineLevel.FULL.value) | ~models.Q(reason=""), name="offer_says_why"
            ),
        ]

    def __str__(self) -> str:
        """Name the offer."""
        return f"{self.code} {self.agency_id}"
