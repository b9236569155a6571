"""Tables of signatures. Holds the names of officers who signed, as long as what they signed is kept."""

from typing import ClassVar

import pgtrigger
from django.db import models


class SignatureRecord(models.Model):
    """One signature made here: over which bytes, by whom, with which certificate."""

    sha256 = models.CharField(max_length=64, db_index=True)
    field_name = models.CharField(max_length=80)
    signer = models.CharField(max_length=200)
    key = models.CharField(max_length=80)
    certificate_serial = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="signatures_one_a_field", fields=["sha256", "field_name"]),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="signatures_stay", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.signer} {self.signed_at.isoformat()} {self.sha256[:12]}"
