"""Reads of files."""

from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import Prepared
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads

from . import pictures
from .blobs import blob_path
from .contracts import READABLE, PageSize, StoredFileInfo
from .extensions import held_for
from .models import StoredFile

OPENED = purpose("files.open", gettext_lazy("Opened a file"))
_BY_ID = Prepared(lambda file_id: StoredFile.objects.filter(pk=file_id))
_BY_UUID = Prepared(lambda uuid: StoredFile.objects.filter(uuid=uuid))


def get_file(*, file_id: int) -> StoredFileInfo:
    """Return the facts of a file; the caller has checked who asks.

    :raises NotFound: there is no such file
    """
    return _row(next(iter(_BY_ID(file_id=file_id)), None)).as_info()


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
    info = _row(next(iter(_BY_UUID(uuid=uuid)), None)).as_info()
    held = held_for(file_id=info.id, actor=viewer)
    if held is None:
        raise _missing()
    note_reads(people=held.people, record=held.record, purpose=OPENED, viewer=viewer)
    return info


def list_pages(*, file: StoredFileInfo) -> tuple[PageSize, ...]:
    """Return the first pages of a file with the size of their pictures; none when it cannot be shown as pictures."""
    if file.media_type not in READABLE:
        return ()
    try:
        sizes = pictures.page_sizes(path=blob_path(file.sha256), media_type=file.media_type)
    except pictures.Unreadable:
        return ()
    return tuple(PageSize(number, width, height) for number, (width, height) in enumerate(sizes, start=1))


def draw_page(*, file: StoredFileInfo, number: int) -> bytes:
    """Return the picture of a page, numbered from 1, as WebP; the caller has checked who asks.

    :raises NotFound: the file has no such page, or none that can be drawn
    """
    if file.media_type not in READABLE or not 1 <= number <= pictures.MOST_PAGES:
        raise _missing()
    try:
        return pictures.draw_page(path=blob_path(file.sha256), media_type=file.media_type, number=number)
    except pictures.Unreadable:
        raise _missing() from None


def list_sent(*, uuids: frozenset[UUID], actor: Actor) -> tuple[StoredFileInfo, ...]:
    """Return those of the files that this actor sent. One statement."""
    rows = StoredFile.objects.filter(uuid__in=uuids, uploaded_by_id=actor.user_id) if actor.user_id else ()
    return tuple(row.as_info() for row in rows)


def _row(row: StoredFile | None) -> StoredFile:
    if row is None:
        raise _missing()
    return row


def _missing() -> NotFound:
    return NotFound(_("There is no such file."))
