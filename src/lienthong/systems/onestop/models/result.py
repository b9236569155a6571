"""What dossiers end with."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from lienthong.systems.onestop.contracts import Fault, ResultEnd

from .dossier import Dossier

UNCHANGING = [
    "dossier", "no", "year", "number", "title", "type_code", "content", "signed_at", "signer_name",
    "signer_position", "code", "issuer", "replaces",
]  # fmt: skip


class Result(models.Model):
    """What the dossier ended with: a signed, numbered, sealed paper (section 12.2).

    A wrong one is never changed: another takes its place, or it is revoked, and the chain stays (R-28, R-32).
    `ended_at` says since when it no longer counts, `end_reason` why, as whoever checks the paper reads it.

    Personal data: holder of the result; kept permanently.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="results")
    no = models.PositiveSmallIntegerField(default=1, db_default=1)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    type_code = models.CharField(max_length=40)
    content = models.JSONField()
    signed_at = models.DateTimeField()
    signer_name = models.CharField(max_length=200)
    signer_position = models.CharField(max_length=200)
    code = models.CharField(max_length=16)
    paper = models.ForeignKey("papers.Paper", on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issuer = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    # The first and the last day on which it counts; without a last one it counts until it is ended.
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(
        max_length=8, blank=True, default="", db_default="", choices=[(each.value, each.value) for each in ResultEnd]
    )
    end_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    end_basis = models.CharField(max_length=500, blank=True, default="", db_default="")
    fault = models.CharField(
        max_length=9, blank=True, default="", db_default="", choices=[(each.value, each.value) for each in Fault]
    )
    ended_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        """One number an agency, register and year; of the results of a dossier at most one counts."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "year", "number"], name="result_number_once"),
            models.UniqueConstraint(fields=["dossier", "no"], name="result_no_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="result_one_counts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="result_end_has_moment",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="result_is_fixed", fields=UNCHANGING),
            pgtrigger.Protect(name="result_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the result."""
        return self.number
