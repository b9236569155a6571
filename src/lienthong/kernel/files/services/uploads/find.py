"""Find an upload of a sender, to change it."""

from datetime import datetime
from uuid import UUID

from ...contracts import Sender
from ...models import Upload
from ...queries.uploads import uploads_of
from ..refusals import gone


def find_upload(*, uuid: UUID, sender: Sender, now: datetime, lock: bool = False) -> Upload:
    """Return an upload of this sender.

    :raises UploadGone: there is none, it is another's, or its time is over
    """
    rows = uploads_of(sender).filter(pk=uuid, expires_at__gt=now)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise gone()
    return row
