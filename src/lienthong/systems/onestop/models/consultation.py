"""Opinions asked of other agencies."""

from typing import ClassVar

import pgtrigger
from django.db import models

from lienthong.systems.onestop.contracts import ConsultationState, Stance

from .dossier import Dossier
from .parts import DossierPaper


class Consultation(models.Model):
    """One question to one agency or unit, with its own time to answer and what it was shown (R-21).

    Who is asked sees of the dossier its code, its procedure, and what stands here as shown; nothing else. The rules of
    the procedure about silence and about the clock are those of the day on which it was asked.
    Personal data: names of the officers who ask and answer, and what the papers and answers shown say; kept with the
    dossier.
    """

    number = models.CharField(max_length=80, unique=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consultations")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ConsultationState])
    asking = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    question = models.TextField()
    shown = models.ManyToManyField(DossierPaper, related_name="+")
    shows_answers = models.BooleanField(default=False)
    silence_agrees = models.BooleanField(default=False)
    pauses = models.BooleanField(default=False)
    limit = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    # When the head of the one-stop department was told that it is late.
    told_at = models.DateTimeField(null=True)
    stance = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Stance], blank=True)
    answer = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_by_position = models.CharField(max_length=200, blank=True)
    withdrawal = models.TextField(blank=True)
    # When it was answered, withdrawn, or silence was taken for agreement.
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """What waits goes by its time; what was asked stays as it was asked, an answer as it was given."""

        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=ConsultationState.WAITING, told_at__isnull=True),
                name="consultation_to_tell",
            ),
            models.Index(fields=["asked", "-asked_at"], name="consultation_asked"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "no"], name="consultation_no_once"),
            models.CheckConstraint(
                condition=models.Q(state=ConsultationState.WAITING, closed_at__isnull=True)
                | (~models.Q(state=ConsultationState.WAITING) & models.Q(closed_at__isnull=False)),
                name="consultation_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ConsultationState.ANSWERED) | ~models.Q(stance=""),
                name="consultation_answered_says",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="consultation_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="consultation_as_asked",
                fields=["number", "dossier", "no", "question", "asked_at", "asked_by_id", "due_at", "silence_agrees"],
            ),
            pgtrigger.Protect(
                name="consultation_as_answered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ConsultationState.ANSWERED),
            ),
        ]

    def __str__(self) -> str:
        """Name the question."""
        return self.number
