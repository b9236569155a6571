"""Citizens, businesses and organisations."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models

from lienthong.kernel.organizations.contracts import PartyKind


@pghistory.track()
class Party(models.Model):
    """Somebody outside government who applies or owns a result.

    Personal data: identity, address and contact, to identify the applicant and reach them; kept as long as
    a dossier refers to it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PartyKind])
    name = models.CharField(max_length=300)
    folded_name = models.CharField(max_length=300)
    number = models.CharField(max_length=20, blank=True)
    birth_date = models.DateField(null=True)
    address = models.CharField(max_length=400, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, null=True, related_name="party")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One party a number; found by number or by beginning of the folded name."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="party_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["folded_name"], name="party_name", opclasses=["text_pattern_ops"]),
        ]

    def __str__(self) -> str:
        """Name the party."""
        return self.name
