"""Take a finished upload into a stored file."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid

from ... import blobs
from ...contracts import DEFAULT_KINDS, MEDIA_TYPES, Sender, StoredFileInfo, UploadState, WrongFileType
from ...models import StoredFile, Upload
from ..refusals import gone, too_large
from .find import find_upload
from .finish import finish_upload


def take_upload(
    *,
    uuid: UUID,
    sender: Sender,
    actor: Actor,
    now: datetime,
    allowed: frozenset[str] | None = None,
    max_bytes: int | None = None,
) -> StoredFileInfo:
    """Make a stored file of an upload that is whole; named twice, it is the same file.

    :param allowed: kinds accepted here, by default `DEFAULT_KINDS`
    :param max_bytes: by default `settings.UPLOAD_MAX_BYTES`
    :raises Invalid: bytes are still missing
    :raises UploadGone: there is no such upload of this sender
    :raises WrongFileType: it is of a kind that is not accepted here
    :raises FileTooLarge: it is larger than is accepted here
    """
    finish_upload(uuid=uuid, sender=sender, actor=actor, now=now)
    with transaction.atomic():
        row = find_upload(uuid=uuid, sender=sender, now=now, lock=True)
        if row.state == UploadState.TAKEN and row.file is not None:
            return row.file.as_info()
        if row.state == UploadState.OPEN:
            raise Invalid(_("“%(name)s” has not arrived whole yet. Wait until it has.") % {"name": row.name})
        limit = settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes
        _check(row, allowed=DEFAULT_KINDS if allowed is None else allowed, limit=limit)
        try:
            blobs.current_store().settle(upload=str(uuid), sha256=row.sha256, size=row.size)
        except FileNotFoundError:
            raise gone() from None
        row.file = StoredFile.objects.create(
            sha256=row.sha256,
            size=row.size,
            media_type=MEDIA_TYPES[row.kind],
            name=row.name,
            uploaded_by_name=actor.name,
            uploaded_by_id=actor.user_id,
            created_at=now,
        )
        row.state = UploadState.TAKEN
        row.save(update_fields=["file", "state"])
        transaction.on_commit(lambda: blobs.current_store().drop(upload=str(uuid)), robust=True)
        return row.file.as_info()


def _check(row: Upload, *, allowed: frozenset[str], limit: int) -> None:
    if row.kind not in allowed:
        shown = {"name": row.name, "kinds": ", ".join(sorted(allowed))}
        message = _("Files such as “%(name)s” are not accepted here. Send one of: %(kinds)s.") % shown
        raise WrongFileType(message, name=row.name, claimed=row.kind, found=row.kind)
    if row.size > limit:
        raise too_large(name=row.name, limit=limit)
