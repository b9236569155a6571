"""Positions, and who holds them where and when."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from lienthong.kernel.organizations.contracts import Capacity

from .agency import Agency
from .edition import renews_edition


class Position(models.Model):
    """A position officers may hold, such as specialist or director.

    Personal data: none.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(default=100)

    class Meta:
        """What a position is called and given stands in each actor."""

        triggers: ClassVar = [renews_edition()]

    def __str__(self) -> str:
        """Name the position."""
        return self.name


@pghistory.track()
class Appointment(models.Model):
    """An officer holds a position in an agency for a period, with the roles that come with it.

    Acting for somebody else is an appointment too, limited in time and scope: so whoever looks a person up, here or
    in a list of candidates, finds it in the same statement. `on_behalf_of` is the seat acted for, none when it is
    vacant; `only` are the permissions it is limited to, none for all that the roles give; `matter` says for what in
    words; `decision` is the paper that says so.

    Personal data: who works where; kept with the personnel record.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="unit_appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=40), default=list)
    is_main = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    capacity = models.CharField(
        max_length=12,
        choices=[(capacity.value, capacity.value) for capacity in Capacity],
        default=Capacity.HELD,
        db_default=Capacity.HELD.value,
    )
    on_behalf_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="delegations")
    only = ArrayField(models.CharField(max_length=80), null=True)
    matter = models.CharField(max_length=500, blank=True, db_default="")
    decision = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        """Read by officer at sign-in and by agency for candidates."""

        triggers: ClassVar = [renews_edition()]
        indexes: ClassVar = [
            models.Index(fields=["agency", "valid_from"], name="appointment_agency"),
            models.Index(fields=["unit", "valid_from"], name="appointment_unit"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="appointment_period",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(is_main=True, valid_to__isnull=True),
                name="appointment_one_main",
            ),
            models.CheckConstraint(
                condition=~models.Q(capacity=Capacity.DELEGATED.value)
                | models.Q(on_behalf_of__isnull=False, valid_to__isnull=False),
                name="delegation_names_giver_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=Capacity.HELD.value) | models.Q(is_main=False),
                name="only_held_is_main",
            ),
        ]

    def __str__(self) -> str:
        """Name the appointment."""
        return f"{self.user_id} {self.position_id} {self.agency_id}"
