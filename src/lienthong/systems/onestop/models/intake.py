"""What was answered at the counter before acceptance: complete it first (form 02), or not received (form 03)."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from lienthong.systems.onestop.contracts import IntakeKind

from .dossier import Dossier
from .package import ServicePackage


class IntakeSlip(models.Model):
    """One answer of the counter that is not an acceptance: no dossier, no code, no clock (section 6.3, R-13, R-16).

    What was typed and brought stays with it, so that nothing is asked twice when the applicant returns.
    Personal data: the parties and their answers; kept as the procedure's retention says. Never deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in IntakeKind])
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    package = models.ForeignKey(ServicePackage, on_delete=models.PROTECT, null=True, related_name="+")
    procedure_code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=700)
    case_code = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    submitter = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    reception = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    items = models.JSONField()
    reason = models.TextField()
    legal_basis = models.CharField(max_length=500, blank=True)
    advice = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=200)
    paper = models.OneToOneField("papers.Paper", on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="intake_slips")
    taken_up_at = models.DateTimeField(null=True)

    class Meta:
        """Lists go by counter and by applicant, newest first; each book of a year has each number once."""

        indexes: ClassVar = [
            models.Index(fields=["reception", "-id"], name="intake_reception"),
            models.Index(fields=["owner", "-id"], name="intake_owner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reception", "kind", "year", "number"], name="intake_number_once"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="intake_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="intake_as_given", exclude=["dossier", "taken_up_at"]),
        ]

    def __str__(self) -> str:
        """Name the slip."""
        return self.number


class IntakePaper(models.Model):
    """A paper the applicant had with them when the slip was given.

    Personal data: what the paper says; kept with the slip.
    """

    slip = models.ForeignKey(IntakeSlip, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=40)
    present = models.BooleanField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One line a paper."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slip", "code"], name="intake_paper_once"),
        ]

    def __str__(self) -> str:
        """Name the paper."""
        return f"{self.slip_id} {self.code}"
