"""Reads of the pages of a file: their sizes and pictures, and all of them as a PDF."""

from .. import blobs, pictures
from ..contracts import READABLE, PageSize, StoredFileInfo
from .files import missing, open_file


def list_pages(*, file: StoredFileInfo) -> tuple[PageSize, ...]:
    """Return the first pages of a file with the size of their pictures; none when it cannot be shown as pictures."""
    if file.media_type not in READABLE:
        return ()
    try:
        with blobs.current_store().local(file.sha256) as path:
            sizes = pictures.page_sizes(path=path, media_type=file.media_type)
    except (pictures.Unreadable, FileNotFoundError):
        return ()
    return tuple(PageSize(number, width, height) for number, (width, height) in enumerate(sizes, start=1))


def draw_page(*, file: StoredFileInfo, number: int) -> bytes:
    """Return the picture of a page, numbered from 1, as WebP; the caller has checked who asks.

    :raises NotFound: the file has no such page, or none that can be drawn
    """
    if file.media_type not in READABLE or not 1 <= number <= pictures.MOST_PAGES:
        raise missing()
    try:
        with blobs.current_store().local(file.sha256) as path:
            return pictures.draw_page(path=path, media_type=file.media_type, number=number)
    except (pictures.Unreadable, FileNotFoundError):
        raise missing() from None


def read_as_pdf(*, file: StoredFileInfo) -> bytes | None:
    """Return the content of a PDF, or a PDF of one page made of a picture; None for what is neither or is damaged.

    :raises NotFound: its content is missing from the store
    """
    if file.media_type == pictures.PDF:
        with open_file(file_id=file.id) as content:
            return content.read()
    if file.media_type not in READABLE:
        return None
    try:
        with blobs.current_store().local(file.sha256) as path:
            return pictures.bind_picture(path=path, media_type=file.media_type)
    except FileNotFoundError:
        raise missing() from None
    except pictures.Unreadable:
        return None
