"""Agencies and their units."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models

from lienthong.kernel.organizations.contracts import AgencyKind

from .edition import renews_edition


@pghistory.track()
class Agency(models.Model):
    """A body of government, or a unit of one; the path makes "everything below" one indexed question.

    `code` is as given by its list; `former_code` is the same agency's code in the form of QCVN 102:2016 when it is
    not the plain conversion of `code`. How it was called before stands in `AgencyPeriod`.

    Personal data: none.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    former_code = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in AgencyKind])
    level = models.CharField(max_length=12)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, blank=True)
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # The one that answers for open work when there are several; all of them stand in `Succession`.
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Subtrees are read by prefix of the path."""

        triggers: ClassVar = [renews_edition()]
        indexes: ClassVar = [
            models.Index(fields=["path"], name="agency_path", opclasses=["text_pattern_ops"]),
            models.Index(fields=["kind", "code"], name="agency_kind"),
            models.Index(fields=["former_code"], name="agency_former", condition=~models.Q(former_code="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="agency_period",
            ),
        ]

    def __str__(self) -> str:
        """Name the agency."""
        return f"{self.code} {self.name}"
