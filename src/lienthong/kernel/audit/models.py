"""The append-only tables; the database itself refuses change and removal."""

from typing import ClassVar

import pgtrigger
from django.db import models


class HistoryEntry(models.Model):
    """One official act: who, when, to what, and why (R-11).

    Personal data: names of officers; kept as long as the record they acted on.
    """

    subject_type = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    act = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        """Read by subject in order of time."""

        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_key", "id"], name="history_subject"),
            models.Index(fields=["at"], name="history_at"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.subject_key} {self.act} {self.id}"


class AccessEntry(models.Model):
    """One look at somebody's personal data, with its purpose.

    Personal data: who looked at whom; shown to the person concerned; kept two years.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True, db_default="")
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=300, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True, db_default="")
    person_key = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    # The same look in the same hour has the same key; entries from before there were keys have none.
    once = models.UUIDField(null=True)

    class Meta:
        """Read by the person concerned, newest first, and by day; each look once an hour."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["once"], name="access_once")]
        indexes: ClassVar = [
            models.Index(fields=["person_key", "-at"], name="access_person"),
            models.Index(fields=["at"], name="access_at"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.person_key} {self.at:%Y-%m-%d %H:%M}"
