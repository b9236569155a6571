"""Tables of files. Holds personal data: names of files and of those who gave them, kept as long as their record.

What is known of a content (viruses, pages) hangs on its digest, for all files that share it. Uploads in parts are
swept a day after their last part; work on files is kept as history of who asked for it.
"""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from .contracts import ScanState, StoredFileInfo, UploadInfo, UploadState, WorkInfo, WorkKind, WorkState


class StoredFile(models.Model):
    """One time somebody gave a content under a name; the content itself lies on the disk under its SHA-256."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    uploaded_by_name = models.CharField(max_length=200, blank=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="files_sha256_is_hex", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="files_size_is_positive", condition=models.Q(size__gt=0)),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="files_facts_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.name} ({self.uuid})"

    def as_info(self) -> StoredFileInfo:
        """Return the facts that cross the border."""
        return StoredFileInfo(
            id=self.pk, uuid=self.uuid, sha256=self.sha256, size=self.size, media_type=self.media_type, name=self.name
        )


class Content(models.Model):
    """What is known of a content, whatever files share it; without a row nothing is known, and nobody was asked."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    scan = models.CharField(max_length=20, blank=True, default="", choices=[(each, each) for each in ScanState])
    virus = models.CharField(max_length=200, blank=True, default="")
    scanned_at = models.DateTimeField(null=True)
    pages = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="files_awaiting_scan", fields=["sha256"], condition=Q(scan=ScanState.WAITING.value))
        ]

    def __str__(self) -> str:
        return f"{self.sha256} {self.scan}"


class Upload(models.Model):
    """A file that comes in parts; its bytes up to `offset` are durable."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.BigIntegerField(null=True)
    session = models.CharField(max_length=64, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    place = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=200)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    pieces = models.IntegerField(default=0)
    state = models.CharField(max_length=10, default=UploadState.OPEN, choices=[(each, each) for each in UploadState])
    kind = models.CharField(max_length=10, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    # Of the checked content: not the length of what was sent where it was made harmless.
    size = models.BigIntegerField(default=0)
    refusal = models.CharField(max_length=500, blank=True, default="")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="files_upload_owner", fields=["owner_id"]),
            models.Index(name="files_upload_address", fields=["address"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="files_upload_within", condition=Q(offset__gte=0, offset__lte=F("length"))),
            models.CheckConstraint(name="files_upload_is_owned", condition=Q(owner_id__isnull=False) | ~Q(session="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.offset}/{self.length}"

    def as_info(self) -> UploadInfo:
        """Return what the sender may know."""
        return UploadInfo(
            uuid=self.uuid,
            name=self.name,
            place=self.place,
            length=self.length,
            offset=self.offset,
            state=UploadState(self.state),
            expires_at=self.expires_at,
            refusal=self.refusal,
        )


class FileVersion(models.Model):
    """A later version of a document: `root` is the file its record holds, which is version 1."""

    root = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="later_versions")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="as_version")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="files_version_number", fields=["root", "number"]),
            models.CheckConstraint(name="files_version_is_later", condition=Q(number__gt=1)),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="files_versions_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.root_id} version {self.number}"


class FileWork(models.Model):
    """Work of a program on a file, done by a worker: OCR of a scan, or the pages of an Office file."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(each, each) for each in WorkKind])
    state = models.CharField(max_length=10, default=WorkState.WAITING, choices=[(each, each) for each in WorkState])
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.CharField(max_length=500, blank=True, default="")
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="files_one_work_at_a_time",
                fields=["file", "kind"],
                condition=Q(state__in=[WorkState.WAITING.value, WorkState.RUNNING.value]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.file_id}: {self.state}"

    def as_info(self) -> WorkInfo:
        """Return what its page shows; `file` and `result` are loaded with it."""
        return WorkInfo(
            uuid=self.uuid,
            kind=WorkKind(self.kind),
            state=WorkState(self.state),
            file=self.file.as_info(),
            result=self.result.as_info() if self.result else None,
            done=self.done,
            total=self.total,
            message=self.message,
            asked_at=self.asked_at,
            ended_at=self.ended_at,
        )
