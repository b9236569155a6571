"""End an upload that is not wanted any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ... import blobs
from ...contracts import Sender, UploadState
from ..refusals import gone
from .find import find_upload


def end_upload(*, uuid: UUID, sender: Sender, now: datetime) -> None:
    """Throw an upload away with what has come of it.

    :raises UploadGone: there is no such upload of this sender, or it became a stored file, which stays
    """
    with transaction.atomic():
        row = find_upload(uuid=uuid, sender=sender, now=now, lock=True)
        if row.state == UploadState.TAKEN:
            raise gone()
        row.delete()
        transaction.on_commit(lambda: blobs.current_store().drop(upload=str(uuid)), robust=True)
