"""Reads of files."""

from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from .blobs import blob_path
from .contracts import StoredFileInfo
from .extensions import may_see
from .models import StoredFile


def get_file(*, file_id: int) -> StoredFileInfo:
    """Return the facts of a file; the caller has checked who asks.

    :raises NotFound: there is no such file
    """
    return _row(StoredFile.objects.filter(pk=file_id).first()).as_info()


def open_file(*, file_id: int) -> BinaryIO:
    """Open the content of a file for reading; the caller closes it and has checked who asks.

    :raises NotFound: there is no such file, or its content is missing from the disk
    """
    try:
        return blob_path(get_file(file_id=file_id).sha256).open("rb")
    except FileNotFoundError:
        raise _missing() from None


def get_visible_file(*, uuid: UUID, viewer: Actor) -> StoredFileInfo:
    """Return a file some record shows to the viewer.

    :raises NotFound: there is none, or no owner lets the viewer see it
    """
    info = _row(StoredFile.objects.filter(uuid=uuid).first()).as_info()
    if not may_see(file_id=info.id, actor=viewer):
        raise _missing()
    return info


def _row(row: StoredFile | None) -> StoredFile:
    if row is None:
        raise _missing()
    return row


def _missing() -> NotFound:
    return NotFound(_("There is no such file."))
