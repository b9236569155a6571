"""Demands, the money that settled them, what gateways said, and the accounts of payees."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from .contracts import Collect, DayState, DemandState, Verdict

UNCHANGING = [
    "number", "reference", "key", "subject_type", "subject_key", "subject_url", "title", "payee",
    "payer_name", "payer_folded", "lines", "reductions", "total", "collect",
    "account_bank", "account_number", "account_name", "replaces", "created_at", "created_by_name",
]  # fmt: skip


class FeeDemand(models.Model):
    """Something to be paid; what is demanded never changes, a correction is another demand (R-51).

    Personal data: the payer's name, to know whose money came; kept as long as the dossier.
    """

    number = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=25, unique=True)
    key = models.CharField(max_length=150, unique=True)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=100)
    subject_url = models.CharField(max_length=200, blank=True, db_default="")
    title = models.CharField(max_length=700)
    payee = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    collector = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    account_bank = models.CharField(max_length=6, blank=True)
    account_number = models.CharField(max_length=19, blank=True)
    account_name = models.CharField(max_length=200, blank=True)
    payer_name = models.CharField(max_length=300)
    payer_folded = models.CharField(max_length=300)
    lines = models.JSONField()
    reductions = models.JSONField(default=list)
    total = models.PositiveBigIntegerField()
    collect = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Collect])
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    state = models.CharField(max_length=9, choices=[(each.value, each.value) for each in DemandState])
    method = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Lists go by payee, newest first; what is due is asked for by subject."""

        indexes: ClassVar = [
            models.Index(fields=["payee", "-id"], name="demand_payee"),
            models.Index(fields=["payee", "state", "-id"], name="demand_payee_state"),
            models.Index(fields=["collector", "-id"], name="demand_collector"),
            models.Index(fields=["subject_type", "subject_key"], name="demand_subject"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("paid", "refunded"), paid_at__isnull=False)
                | Q(state__in=("waiting", "cancelled"), paid_at__isnull=True),
                name="demand_paid_has_moment",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="demand_is_fixed", fields=UNCHANGING),
            pgtrigger.Protect(name="demand_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the demand."""
        return self.number


class Payment(models.Model):
    """Money that came for a demand, or went back; never changed.

    Personal data: none beyond that of the demand.
    """

    demand = models.ForeignKey(FeeDemand, on_delete=models.PROTECT, related_name="payments")
    is_refund = models.BooleanField(default=False)
    amount = models.PositiveBigIntegerField()
    method = models.CharField(max_length=20)
    transaction = models.CharField(max_length=100, blank=True)
    online = models.CharField(max_length=1)
    at = models.DateTimeField()
    # When it was paid by the clock of the gateway, to find it again in its list of that day.
    told_at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        """A demand is paid once and refunded once; a transaction pays one demand."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["demand", "is_refund"], name="payment_once_each_way"),
            models.UniqueConstraint(
                fields=["method", "transaction"], condition=~Q(transaction=""), name="payment_transaction_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_has_amount"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="payment_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        """Name the movement."""
        return f"{self.method} {self.amount}"


class CallBack(models.Model):
    """Everything a gateway said, believed or not; the same words again only count (R-52).

    Personal data: none is asked of gateways; what they send anyway stays in `body`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    body = models.TextField()
    transaction = models.CharField(max_length=100, blank=True)
    amount = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Verdict])
    demand = models.ForeignKey(FeeDemand, on_delete=models.PROTECT, null=True, related_name="call_backs")
    received_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        """What waits for a person is found without reading the rest."""

        indexes: ClassVar = [
            models.Index(
                fields=["-id"],
                name="callback_for_a_person",
                condition=Q(settled_at__isnull=True) & ~Q(verdict__in=("accepted", "replayed")),
            ),
            models.Index(fields=["-id"], name="callback_forged", condition=Q(verdict="forged")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "digest"], name="callback_once"),
        ]

    def __str__(self) -> str:
        """Name what came."""
        return f"{self.provider} {self.transaction}"


class PayeeAccount(models.Model):
    """The account to which the fees of an agency are transferred. Personal data: none."""

    agency = models.OneToOneField("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=6)
    number = models.CharField(max_length=19)
    name = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        """Name the account."""
        return f"{self.bank} {self.number}"


class Reconciliation(models.Model):
    """A day held against the list of a gateway (R-54); what differed stands among the call-backs.

    Personal data: none.
    """

    provider = models.CharField(max_length=20)
    day = models.DateField()
    state = models.CharField(max_length=9, choices=[(each.value, each.value) for each in DayState])
    at = models.DateTimeField()
    their_count = models.PositiveIntegerField(default=0)
    their_sum = models.PositiveBigIntegerField(default=0)
    our_count = models.PositiveIntegerField(default=0)
    our_sum = models.PositiveBigIntegerField(default=0)
    healed = models.PositiveIntegerField(default=0)

    class Meta:
        """A day once a gateway, the newest first."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["provider", "day"], name="reconciliation_once")]

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.provider} {self.day:%Y-%m-%d}"
