"""Routes, what waits to be told, what the Portal pushed, and how the days compare."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from .contracts import ActKind, ActState, DayState, Generation, Side, SyncState


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]  # any StrEnum


class Route(models.Model):
    """How a procedure is connected; the one without a procedure holds for all others. Without any, nothing is told.

    Personal data: none.
    """

    procedure = models.CharField(max_length=40, unique=True, blank=True)
    generation = models.CharField(max_length=6, choices=_choices(Generation))
    field_code = models.CharField(max_length=40, blank=True)
    service_code = models.CharField(max_length=40, blank=True)
    names = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """Name the route."""
        return f"{self.procedure or '*'} {self.generation}"


class PortalLine(models.Model):
    """Whether a generation answers; one that does not is left alone until `resume_at`.

    Personal data: none.
    """

    generation = models.CharField(max_length=6, choices=_choices(Generation), primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    resume_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        """Name the line."""
        return self.generation


class Sync(models.Model):
    """What the Portal knows of one dossier, apart from all that is true of it here (R-10, R-66).

    `payload` is what it acknowledged last. Personal data: what was sent; kept as long as the dossier.
    """

    number = models.CharField(max_length=60, unique=True)
    procedure = models.CharField(max_length=40)
    title = models.CharField(max_length=700)
    reception = models.ForeignKey("organizations.Agency", on_delete=models.PROTECT, related_name="+")
    generation = models.CharField(max_length=6, choices=_choices(Generation))
    state = models.CharField(max_length=7, choices=_choices(SyncState))
    waiting_since = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=600, blank=True)
    told_at = models.DateTimeField(null=True)
    portal_id = models.CharField(max_length=100, blank=True)
    payload = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by state, the newest first; what is due is looked for every few minutes."""

        indexes: ClassVar = [
            models.Index(fields=["state", "-id"], name="portal_sync_state"),
            models.Index(fields=["next_try_at"], name="portal_sync_due", condition=Q(state=SyncState.WAITING)),
        ]

    def __str__(self) -> str:
        """Name the dossier."""
        return self.number


class Change(models.Model):
    """One change of a dossier that the Portal is to be told, in order; never removed.

    Personal data: name of the officer; kept as long as the dossier.
    """

    sync = models.ForeignKey(Sync, on_delete=models.PROTECT, related_name="changes")
    event_id = models.CharField(max_length=60)
    cause = models.CharField(max_length=120)
    at = models.DateTimeField()
    line = models.JSONField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        """Once an event; what waits is read in order."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["sync", "event_id"], name="portal_change_once")]
        indexes: ClassVar = [
            models.Index(fields=["sync", "id"], name="portal_change_waits", condition=Q(told_at__isnull=True)),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="change_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="change_as_noted", fields=["sync", "event_id", "cause", "at", "line"]),
        ]

    def __str__(self) -> str:
        """Name the change."""
        return f"{self.sync_id} {self.cause}"


class Uploaded(models.Model):
    """A content that a generation holds already, by its hash, so that it is not uploaded again.

    Personal data: none.
    """

    generation = models.CharField(max_length=6, choices=_choices(Generation))
    sha256 = models.CharField(max_length=64)
    portal_id = models.CharField(max_length=100)
    portal_hash = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Once a content."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["generation", "sha256"], name="portal_uploaded_once"),
        ]

    def __str__(self) -> str:
        """Name the content."""
        return self.sha256


class PushedAct(models.Model):
    """What the Portal pushed: kept as it came, once, whatever becomes of it (R-63, R-65).

    Personal data: the parties and their answers; kept as the procedure's retention says. Never deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal_code = models.CharField(max_length=60)
    act_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=_choices(ActKind))
    procedure = models.CharField(max_length=40, blank=True)
    agency_code = models.CharField(max_length=60, blank=True)
    applicant = models.CharField(max_length=300, blank=True)
    body = models.JSONField()
    sender_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=_choices(ActState), default=ActState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    became = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    settlement = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Named by the Portal's code and the act's; listed newest first."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["portal_code", "act_id"], name="pushed_act_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "-id"], name="pushed_act_state"),
            models.Index(fields=["portal_code", "id"], name="pushed_act_of_code"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="pushed_act_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="pushed_act_as_it_came", fields=["portal_code", "act_id", "digest", "kind", "body", "received_at"]
            ),
        ]

    def __str__(self) -> str:
        """Name the act."""
        return f"{self.portal_code} {self.act_id}"


class PushedFile(models.Model):
    """A file of a pushed act: its content until it is stored, or the link to fetch it from (R-64).

    Personal data: what the paper says; the content leaves this table when it is stored.
    """

    act = models.ForeignKey(PushedAct, on_delete=models.PROTECT, related_name="files")
    paper = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    link = models.CharField(max_length=2000, blank=True)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read with the act, in order."""

        indexes: ClassVar = [models.Index(fields=["act", "id"], name="pushed_file_of_act")]

    def __str__(self) -> str:
        """Name the file."""
        return f"{self.act_id} {self.paper}"


class Comparison(models.Model):
    """How the dossiers of a procedure on one day compare; a day without an answer has an empty procedure (R-69).

    Personal data: none.
    """

    day = models.DateField()
    generation = models.CharField(max_length=6, choices=_choices(Generation))
    procedure = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=_choices(DayState))
    ours = models.PositiveIntegerField(default=0)
    theirs = models.PositiveIntegerField(default=0)
    both = models.PositiveIntegerField(default=0)
    missing_there = models.PositiveIntegerField(default=0)
    missing_here = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        """One line a day, generation and procedure; newest first."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "generation", "procedure"], name="portal_comparison_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-day", "procedure"], name="portal_comparison_list")]

    def __str__(self) -> str:
        """Name the line."""
        return f"{self.day} {self.procedure}"


class Missing(models.Model):
    """A dossier that one side had on a day and the other had not.

    Personal data: none.
    """

    day = models.DateField()
    generation = models.CharField(max_length=6, choices=_choices(Generation))
    procedure = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=60)
    side = models.CharField(max_length=5, choices=_choices(Side))
    found_at = models.DateTimeField()

    class Meta:
        """Once a day, code and side; newest first."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "generation", "code", "side"], name="portal_missing_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-day", "side", "code"], name="portal_missing_list")]

    def __str__(self) -> str:
        """Name the dossier."""
        return f"{self.day} {self.code}"
