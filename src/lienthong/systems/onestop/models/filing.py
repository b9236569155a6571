"""What was filed over the network and is no dossier yet."""

from typing import ClassVar

import pgtrigger
from django.db import models

from lienthong.systems.onestop.contracts import DeliveryWay, FilingState

from .dossier import Dossier
from .intake import IntakeSlip
from .package import ServicePackage


class Filing(models.Model):
    """One filing over the network, from its submission on: a receipt number, no code, a time to answer (R-14, R-17).

    Personal data: the parties and their answers; kept as the procedure's retention says. Never deleted.
    """

    number = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=80, blank=True)
    # The code of a dossier that it was given where it was filed, and whether the account there is proven by VNeID.
    code = models.CharField(max_length=60, blank=True, default="", db_default="")
    vneid = models.BooleanField(null=True)
    package = models.ForeignKey(ServicePackage, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=40)
    title = models.CharField(max_length=700)
    case_code = models.CharField(max_length=40)
    owner = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    submitter = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    reception = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    delivery_way = models.CharField(max_length=8, choices=[(each.value, each.value) for each in DeliveryWay])
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in FilingState])
    filed_at = models.DateTimeField()
    filed_by_name = models.CharField(max_length=200)
    warn_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, null=True, related_name="filing")
    slip = models.OneToOneField(IntakeSlip, on_delete=models.PROTECT, null=True, related_name="filing")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """What waits goes by counter and time to answer; what was filed stays as it was filed."""

        indexes: ClassVar = [
            models.Index(
                fields=["reception", "answer_by"], condition=models.Q(state=FilingState.FILED), name="filing_waits"
            ),
            models.Index(
                fields=["warn_at"],
                condition=models.Q(state=FilingState.FILED, warned_at__isnull=True),
                name="filing_to_warn_of",
            ),
            models.Index(fields=["reception", "-filed_at"], name="filing_reception"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=FilingState.ACCEPTED, dossier__isnull=False)
                | (~models.Q(state=FilingState.ACCEPTED) & models.Q(dossier__isnull=True)),
                name="filing_accepted_is_dossier",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code="") & models.Q(state__in=[FilingState.FILED, FilingState.ACCEPTED]),
                name="filing_code_once",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="filing_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="filing_as_filed",
                fields=[
                    "number",
                    "reference",
                    "code",
                    "package",
                    "owner",
                    "submitter",
                    "answers",
                    "filed_at",
                    "answer_by",
                ],
            ),
        ]

    def __str__(self) -> str:
        """Name the filing."""
        return self.number


class FilingPaper(models.Model):
    """A file that came with a filing.

    Personal data: what the paper says; kept with the filing.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=40)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One line a paper."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "code"], name="filing_paper_once"),
        ]

    def __str__(self) -> str:
        """Name the paper."""
        return f"{self.filing_id} {self.code}"
