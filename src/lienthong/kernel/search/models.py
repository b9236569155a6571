"""What can be found, and which words there are. May hold names of people in titles; removed with what it points to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from .contracts import Audience

AUDIENCES = {Audience.PUBLIC: _("everybody"), Audience.AGENCY: _("the agency")}


class SearchEntry(models.Model):
    """One thing that can be found, and who may find it.

    `body` holds its words with and without diacritics, and the marks of who may find it (`rules.marks`), in one index;
    `exact` its words as they are written, for the order of hits.
    """

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    code = models.CharField(max_length=200)
    # As people write it, when that is not the key: "123/QĐ-UBND".
    written_code = models.CharField(max_length=200, null=True)
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
        constraints: ClassVar = [
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
        indexes: ClassVar = [
            GinIndex(fields=["body"], name="search_body"),
            models.Index(fields=["code"], name="search_code"),
            models.Index(fields=["permission"], name="search_permission"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.key}"


class SearchTerm(models.Model):
    """A word or mark of some entry, with in how many it is: for plans, endings and spelling, not for who may see it."""

    term = models.TextField(primary_key=True)
    entries = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["term"], name="search_term_beginning", opclasses=["text_pattern_ops"]),
            *(
                models.Index(Left("term", length), models.F("entries").desc(), name=f"search_term_first_{length}")
                for length in (1, 2, 3, 4)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.entries}"


class SearchDeletion(models.Model):
    """A known word with letters left out, by which its neighbours find it; see `rules.spelling`."""

    deletion = models.TextField()
    term = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["deletion", "term"], name="search_deletion_once")]
        indexes: ClassVar = [models.Index(fields=["term"], name="search_deletion_term")]

    def __str__(self) -> str:
        return f"{self.deletion} {self.term}"


class UnlearnedEntry(models.Model):
    """An entry whose words are not in the vocabulary yet: written beside it, taken up by a job."""

    entry_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.entry_id)


class WordList(models.Model):
    """One version of the synonyms and stop words; the newest is in use, older ones stay."""

    version = models.PositiveIntegerField(unique=True)
    synonyms = models.TextField(blank=True)
    stop_words = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.version)


class RecentSearches(models.Model):
    """What one person searched for lately; there only while the person wants it kept."""

    user_id = models.BigIntegerField(primary_key=True)
    texts = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return str(self.user_id)


class Rebuild(models.Model):
    """How far building the entries of a system anew has come; `after` is the key from which it goes on."""

    system = models.CharField(max_length=40, primary_key=True)
    after = models.CharField(max_length=200, blank=True)
    done = models.IntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.system} {self.after}"
