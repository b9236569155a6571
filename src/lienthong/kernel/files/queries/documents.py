"""Reads of Office files as text and tables."""

from .. import blobs
from ..contracts import EXCEL, WORD, StoredFileInfo
from ..providers.bounded import ProgramFailed
from ..providers.documents import document_html
from .files import missing

_KINDS = {WORD: "docx", EXCEL: "xlsx"}


def is_document(file: StoredFileInfo) -> bool:
    """Tell whether a file is shown as text and tables."""
    return file.media_type in _KINDS


def read_document(*, file: StoredFileInfo) -> str:
    """Return a Word or Excel file as HTML without anything active; the caller has checked who asks.

    :raises NotFound: it is none, or cannot be read
    """
    if not is_document(file):
        raise missing()
    try:
        with blobs.current_store().local(file.sha256) as path:
            return document_html(kind=_KINDS[file.media_type], path=path)
    except (ProgramFailed, FileNotFoundError):
        raise missing() from None
