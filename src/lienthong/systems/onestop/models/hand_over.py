"""A dossier passing from one agency to another."""

from typing import ClassVar

import pgtrigger
from django.db import models

from lienthong.systems.onestop.contracts import Passing

from .dossier import Dossier


class HandOver(models.Model):
    """One line of the control slip: from whom to whom, until when, given and taken when (R-18, R-19, section 20.9).

    The work itself passes at once, in the inbox of who is next; what is given and taken here is the dossier on paper.
    One without paper has passed when its line is written. Personal data: names of the officers who give and take;
    kept with the dossier.
    """

    number = models.CharField(max_length=80, unique=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="hand_overs")
    no = models.PositiveSmallIntegerField()
    from_agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    on_paper = models.BooleanField()
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Passing])
    ready_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # The rule by which it was due, in the words of the law that held on the day.
    basis = models.CharField(max_length=200)
    giver_id = models.BigIntegerField(null=True)
    giver_name = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField(null=True)
    # What was given together is printed on one slip.
    slip = models.UUIDField(null=True)
    taker_name = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Lists go by who gives and who takes; a dossier waits to be given at one place only."""

        indexes: ClassVar = [
            models.Index(
                fields=["from_agency", "due_at"], condition=models.Q(state=Passing.WAITING), name="hand_over_to_give"
            ),
            models.Index(
                fields=["to_agency", "given_at"], condition=models.Q(state=Passing.GIVEN), name="hand_over_to_take"
            ),
            models.Index(fields=["from_agency", "-given_at"], name="hand_over_from"),
            models.Index(fields=["to_agency", "-given_at"], name="hand_over_to"),
            models.Index(fields=["slip"], condition=models.Q(slip__isnull=False), name="hand_over_slip"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "no"], name="hand_over_no_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(state=Passing.WAITING), name="hand_over_one_waiting"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_agency=models.F("to_agency")), name="hand_over_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[Passing.GIVEN, Passing.TAKEN]) | models.Q(given_at__isnull=False),
                name="hand_over_was_given",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="hand_over_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="hand_over_as_begun", fields=["number", "dossier", "no", "on_paper", "ready_at", "due_at", "basis"]
            ),
        ]

    def __str__(self) -> str:
        """Name the line."""
        return self.number

    @property
    def title(self) -> str:
        """Return the procedure of the dossier, by which lists of many lines name each."""
        return self.dossier.title

    @property
    def dossier_number(self) -> str:
        """Return the code of the dossier, under which the history of its lines is kept."""
        return self.dossier.number
