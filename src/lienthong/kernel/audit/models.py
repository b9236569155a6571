"""The append-only tables; the database itself refuses change and removal."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from .contracts import CheckState, Log

# Only what removes looks whose time is over says so, and even it removes none that is younger than a year.
_LOOKS_STAY = """
    IF TG_OP = 'DELETE' AND current_setting('lienthong.retention', true) = 'on'
       AND OLD.at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
"""


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
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_LOOKS_STAY,
            ),
        ]

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.person_key} {self.at:%Y-%m-%d %H:%M}"


class AuditDay(models.Model):
    """One day of the chain: what was written since the day before was closed, sealed under one head.

    `…_upto` is the number of the last row covered, `…_link` the link of the last block; the head binds them to the
    head before. Only the stamp, and that looks were removed when their time was over, is written later.

    Personal data: none; the digests of rows that were removed say nothing of anybody.
    """

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    previous = models.BinaryField()
    head = models.BinaryField()
    history_upto = models.BigIntegerField()
    history_rows = models.PositiveIntegerField()
    history_link = models.BinaryField()
    looks_upto = models.BigIntegerField()
    looks_rows = models.PositiveIntegerField()
    looks_link = models.BinaryField()
    late_history = models.PositiveIntegerField(default=0)
    late_looks = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField()
    stamp = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True)
    authority = models.CharField(max_length=200, blank=True)
    looks_removed_at = models.DateTimeField(null=True)

    class Meta:
        """Append-only, but for what comes later."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="day_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="day_is_closed",
                exclude=["stamp", "stamped_at", "authority", "looks_removed_at"],
            ),
        ]

    def __str__(self) -> str:
        """Name the day."""
        return self.day.isoformat()


class AuditBlock(models.Model):
    """The numbers and digests of at most a thousand rows of one log, linked to the block before.

    Blocks are written while a day is closed, before the day itself, which names them by its date.

    Personal data: none.
    """

    day = models.DateField()
    log = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Log])
    number = models.PositiveIntegerField()
    after_id = models.BigIntegerField()
    upto_id = models.BigIntegerField()
    ids = models.BinaryField()
    digests = models.BinaryField()
    link = models.BinaryField()

    class Meta:
        """Read by day and log in order."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "log", "number"], name="audit_block_once"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="block_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the block."""
        return f"{self.day} {self.log} {self.number}"


class AuditCheck(models.Model):
    """A check of the chain that somebody asked for on screen: how far it is and what it found.

    Personal data: the name of the officer; kept with the history.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in CheckState], default=CheckState.WAITING
    )
    starter = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    rows = models.BigIntegerField(default=0)
    rows_checked = models.BigIntegerField(default=0)
    days_checked = models.PositiveIntegerField(default=0)
    tampered = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)

    class Meta:
        """Listed newest first."""

        indexes: ClassVar = [models.Index(fields=["-id"], name="audit_check_newest")]

    def __str__(self) -> str:
        """Name the check."""
        return f"{self.uuid} {self.state}"
