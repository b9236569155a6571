"""What a dossier consists of and what was asked, said and decided in it."""

from typing import ClassVar

import pgtrigger
from django.db import models

from lienthong.systems.onestop.contracts import ProposalState, SupplementStage

from .dossier import Dossier


class DossierPaper(models.Model):
    """A paper of the dossier: required by the case, present or not, scanned or not (R-8, section 12.3).

    Personal data: what the paper says; kept with the dossier.
    """

    class Digitised(models.IntegerChoices):
        """Where the electronic copy comes from."""

        NO = 0
        YES = 1
        REUSED = 2
        FROM_RESULT = 3

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=1000)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    present = models.BooleanField(default=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    digitised = models.PositiveSmallIntegerField(choices=Digitised.choices, default=Digitised.NO)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    supplement_no = models.PositiveSmallIntegerField(null=True)
    # The original taken to be compared, which goes back to its holder.
    original_taken_at = models.DateTimeField(null=True)
    original_taken_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    original_returned_at = models.DateTimeField(null=True)
    original_returned_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    original_returned_to = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Who compared the scan with the original and signed it.
    compared_at = models.DateTimeField(null=True)
    compared_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Why it need not be handed in: {"fields", "sources", "labels", "at"}; empty for a paper that came.
    evidence = models.JSONField(null=True)

    class Meta:
        """Read with the dossier, in order."""

        indexes: ClassVar = [models.Index(fields=["dossier", "id"], name="paper_of_dossier")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(original_returned_at__isnull=True) | models.Q(original_taken_at__isnull=False),
                name="paper_returned_was_taken",
            ),
            models.CheckConstraint(
                condition=models.Q(compared_at__isnull=True) | models.Q(file__isnull=False),
                name="paper_compared_is_scanned",
            ),
        ]

    def __str__(self) -> str:
        """Name the paper."""
        return f"{self.dossier_id} {self.code}"


class Opinion(models.Model):
    """What an officer said about a dossier while working on it; never changed.

    Personal data: name of the officer; kept with the dossier.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="opinions")
    text = models.TextField()
    at = models.DateTimeField()
    author_name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    agency_name = models.CharField(max_length=300, blank=True)

    class Meta:
        """Append-only."""

        indexes: ClassVar = [models.Index(fields=["dossier", "id"], name="opinion_of_dossier")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the opinion."""
        return f"{self.dossier_id} {self.at:%Y-%m-%d %H:%M}"


class Supplement(models.Model):
    """A request to complete the dossier, with both due dates (R-42, R-43, section 20.3).

    Personal data: answers that were corrected, before and after; kept with the dossier.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplements")
    no = models.PositiveSmallIntegerField()
    reason = models.TextField()
    # Why it was not asked for before, from the second request on.
    why_again = models.TextField(blank=True, default="", db_default="")
    legal_basis = models.CharField(max_length=500, blank=True)
    # Statistics treat stages apart; those of before this was kept were asked for while it was processed.
    stage = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in SupplementStage],
        default=SupplementStage.PROCESSING,
        db_default=SupplementStage.PROCESSING.value,
    )
    # Whether the limit begins anew when it has come; unknown of older ones, then the package says it.
    restarts = models.BooleanField(null=True)
    items = models.JSONField()
    requested_at = models.DateTimeField()
    requested_by_name = models.CharField(max_length=200)
    answer_by = models.DateTimeField()
    # When the applicant was reminded that the time to answer ends.
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    received_by_name = models.CharField(max_length=200, blank=True)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(null=True)
    # Who at the counter told the applicant, where another agency asked (61/2018 Art. 5(1)(e)).
    told_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    withdrawal = models.TextField(blank=True, default="", db_default="")
    # What the applicant sent over the network and the counter has not taken in yet: {"answers", "files"}.
    sent = models.JSONField(null=True)
    sent_at = models.DateTimeField(null=True)
    # What the correction changed, as people read it: [{"path", "label", "before", "after"}].
    changes = models.JSONField(null=True)

    class Meta:
        """Numbered within the dossier; at most one open."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "no"], name="supplement_no_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(answered_at__isnull=True), name="supplement_one_open"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["answer_by"], condition=models.Q(answered_at__isnull=True), name="supplement_waited_for"
            ),
        ]

    def __str__(self) -> str:
        """Name the request."""
        return f"{self.dossier_id} {self.no}"


class SupplementProposal(models.Model):
    """What an agency wants an applicant to be asked for; the counter asks, never the agency itself (R-20).

    Personal data: none beyond the dossier's.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ProposalState])
    reason = models.TextField()
    why_again = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=500, blank=True)
    items = models.JSONField()
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        """At most one waits; what was asked for stays as it was asked."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(state=ProposalState.WAITING), name="proposal_one_waiting"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="proposal_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="proposal_as_asked", fields=["dossier", "reason", "items", "asked_at"]),
        ]

    def __str__(self) -> str:
        """Name the wish."""
        return f"{self.dossier_id} {self.asked_at:%Y-%m-%d}"


class Extension(models.Model):
    """The one new appointment a dossier may get, with the letter of apology that tells it (R-23, section 9.3).

    Personal data: none beyond the dossier's.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="extension")
    reason = models.TextField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    in_time = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=200)
    paper = models.OneToOneField("papers.Paper", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The new appointment is later than the first; never changed."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_after__gt=models.F("due_before")), name="extension_goes_forward"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="extension_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the extension."""
        return f"{self.dossier_id} {self.due_after:%Y-%m-%d}"
