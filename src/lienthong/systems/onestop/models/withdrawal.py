"""What applicants ask to take back."""

from typing import ClassVar

import pgtrigger
from django.db import models

from lienthong.systems.onestop.contracts import State, WithdrawalState

from .dossier import Dossier


class Withdrawal(models.Model):
    """One request of an applicant to take the dossier back, and what the agency answered (section 6.6).

    `before` is the state to which the dossier returns when it is declined.
    Personal data: why, in the applicant's words, and the name of who asked; kept with the dossier.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="withdrawals")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in WithdrawalState])
    before = models.CharField(max_length=12, choices=[(each.value, each.value) for each in State])
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=200)
    # Who wrote it down at the counter; empty when it came over the network.
    recorded_by_name = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_by_position = models.CharField(max_length=200, blank=True)

    class Meta:
        """At most one waits; what was asked stays as it was asked."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "no"], name="withdrawal_no_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(state=WithdrawalState.ASKED), name="withdrawal_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(state=WithdrawalState.ASKED, decided_at__isnull=True)
                | (~models.Q(state=WithdrawalState.ASKED) & models.Q(decided_at__isnull=False)),
                name="withdrawal_decided_has_moment",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="withdrawal_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="withdrawal_as_asked", fields=["dossier", "no", "before", "reason", "asked_at", "asked_by_name"]
            ),
        ]

    def __str__(self) -> str:
        """Name the request."""
        return f"{self.dossier_id} {self.no}"
