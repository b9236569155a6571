"""A procedure and its versions."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..contracts import Tiers, VersionState
from ..rules import CONTENT_FIELDS

STATES = [
    (VersionState.DRAFT.value, _("Draft")),
    (VersionState.PUBLISHED.value, _("Published")),
    (VersionState.WITHDRAWN.value, _("Withdrawn")),
]
TIERS = [(Tiers.TWO.value, _("Two tiers")), (Tiers.THREE.value, _("Three tiers"))]


class Procedure(models.Model):
    """An administrative procedure, known by its code for ever. Personal data: none."""

    code = models.CharField(max_length=40, unique=True)
    origin = models.TextField(blank=True)
    current = models.ForeignKey("procedures.ProcedureVersion", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the procedure."""
        return self.code


class ProcedureVersion(models.Model):
    """One text of a procedure with its validity; never changed once published.

    `number` counts the versions of one procedure; `version` counts changes of this row, for acts.
    Personal data: the name of the officer who published, kept with the version.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=STATES, default=VersionState.DRAFT.value)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    name = models.TextField()
    name_lower = models.TextField()
    name_folded = models.TextField()
    search_text = models.TextField()
    search_vector = models.GeneratedField(
        expression=SearchVector("search_text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    field = models.TextField(blank=True)
    field_folded = models.TextField(blank=True)
    field_code = models.TextField(blank=True)
    sector = models.TextField(blank=True)
    levels = ArrayField(models.TextField())
    subjects = ArrayField(models.TextField())
    kind = models.TextField(blank=True)
    decision_number = models.TextField(blank=True)
    promulgator = models.TextField(blank=True)
    promulgator_code = models.TextField(blank=True)
    implementing_agencies = models.TextField(blank=True)
    competent_agency = models.TextField(blank=True)
    authorized_agency = models.TextField(blank=True)
    coordinating_agency = models.TextField(blank=True)
    receiving_address = models.TextField(blank=True)
    online_submission = models.BooleanField()
    abridged = models.BooleanField()
    conditions = models.TextField(blank=True)
    description = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    documents_note = models.TextField(blank=True)
    tiers = models.CharField(max_length=8, choices=TIERS)
    steps = models.JSONField()
    methods = models.JSONField()
    documents = models.JSONField()
    results = models.JSONField()
    legal_bases = models.JSONField()
    unread = models.JSONField()
    problems = models.JSONField()
    problem_codes = ArrayField(models.CharField(max_length=40))
    incomplete = models.BooleanField()
    source = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        """What always holds, and the ways people search."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_number"),
            models.UniqueConstraint(
                fields=["procedure"], condition=models.Q(state="draft"), name="procedure_one_draft_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(valid_from__isnull=False, published_at__isnull=False),
                name="procedure_published_has_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="procedure_valid_period",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search_vector"], name="procedure_search"),
            GinIndex(fields=["levels"], name="procedure_levels"),
            GinIndex(fields=["subjects"], name="procedure_subjects"),
            GinIndex(fields=["problem_codes"], name="procedure_problems"),
            models.Index(fields=["state", "field"], name="procedure_state_field"),
        ]

    def __str__(self) -> str:
        """Name the version."""
        return self.reference

    @property
    def reference(self) -> str:
        """Return the code and number, under which the history of the version is kept."""
        return f"{self.procedure.code}/{self.number}"

    def content(self) -> dict[str, Any]:
        """Return the text of the version as the rules compare it."""
        return {key: getattr(self, key) for key in CONTENT_FIELDS}
