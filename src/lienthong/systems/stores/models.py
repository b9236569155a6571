"""Items of stores, and where they were used."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from .contracts import ItemKind, ItemState

STORED = (ItemState.WAITING, ItemState.VALID, ItemState.REPLACED, ItemState.REVOKED)
UNCHANGING = [
    "uuid", "source", "chain", "no", "kind", "owner", "type_code", "title", "number", "dossier", "issuer_name",
    "issued_on", "valid_from", "valid_to", "code", "kept_at",
]  # fmt: skip


class StoreItem(models.Model):
    """A paper kept for its owner: the result of a dossier, or a digitised paper brought for one (R-57).

    Whether it has expired is told from `valid_to`; what is stored is whether it waits, counts, or was ended.

    Personal data: what the paper says; kept for its owner permanently.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=80, unique=True)
    chain = models.CharField(max_length=80)
    no = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=6, choices=[(each.value, each.value) for each in ItemKind])
    owner = models.ForeignKey("organizations.Party", on_delete=models.PROTECT, related_name="+")
    type_code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=1000)
    number = models.CharField(max_length=80, blank=True)
    dossier = models.CharField(max_length=60)
    issuer_name = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    code = models.CharField(max_length=16, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in STORED])
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        """Found by owner and type; of a chain at most one counts."""

        indexes: ClassVar = [
            models.Index(fields=["owner", "type_code"], name="item_of_owner"),
            models.Index(fields=["dossier"], name="item_of_dossier"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "no"], name="item_place_once"),
            models.UniqueConstraint(fields=["chain"], condition=Q(state=ItemState.VALID.value), name="item_one_counts"),
            models.CheckConstraint(
                condition=~Q(state=ItemState.VALID.value) | Q(file__isnull=False), name="item_counts_with_file"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="item_is_fixed", fields=UNCHANGING),
            pgtrigger.Protect(name="item_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the item."""
        return f"{self.title} {self.number}".strip()


class ItemUse(models.Model):
    """An item taken into a dossier by reference (R-58): which, with which hash, by whom, who was there. Never changed.

    Personal data: names of the officer and of the person who was present; kept with the item.
    """

    item = models.ForeignKey(StoreItem, on_delete=models.PROTECT, related_name="uses")
    dossier = models.CharField(max_length=60)
    title = models.CharField(max_length=700)
    paper = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    presence = models.CharField(max_length=7)
    present_name = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    agency_name = models.CharField(max_length=300, blank=True)

    class Meta:
        """A paper of a dossier takes one item."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "paper"], name="use_once_a_paper"),
        ]
        indexes: ClassVar = [models.Index(fields=["item", "-id"], name="use_of_item")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="use_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the use."""
        return f"{self.item_id} {self.dossier}"
