"""What can be found. May hold names of people in titles; removed together with what it points to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .contracts import Audience

AUDIENCES = {Audience.PUBLIC: _("everybody"), Audience.AGENCY: _("the agency")}


class SearchEntry(models.Model):
    """One thing that can be found, and who may find it."""

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    code = models.CharField(max_length=200)
    title = models.TextField()
    folded = models.TextField()
    body = SearchVectorField()
    exact = SearchVectorField()
    audience = models.CharField(max_length=10, choices=[(kind.value, label) for kind, label in AUDIENCES.items()])
    permission = models.CharField(max_length=100, blank=True)
    agency_path = models.TextField(blank=True)
    # Places of the further agencies that take part, written by `rules.places`.
    further_places = ArrayField(models.TextField(), null=True)
    unit_id = models.BigIntegerField(null=True)
    owner_ids = ArrayField(models.BigIntegerField(), default=list)
    url = models.TextField()
    owner_url = models.TextField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["system", "kind", "key"], name="search_entry_once"),
            models.CheckConstraint(
                condition=models.Q(audience__in=[kind.value for kind in Audience]), name="search_known_audience"
            ),
            # An entry for officers without a place would be found by nobody, and hide a mistake.
            models.CheckConstraint(
                condition=~models.Q(audience=Audience.AGENCY.value) | ~models.Q(agency_path=""),
                name="search_agency_has_a_place",
            ),
        ]
        indexes = [
            GinIndex(fields=["body"], name="search_body"),
            models.Index(fields=["code"], name="search_code"),
            models.Index(fields=["folded"], name="search_folded_prefix", opclasses=["text_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.key}"
