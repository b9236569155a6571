"""Reads of files."""

from .documents import is_document, read_document
from .files import find_visible, get_file, get_visible_file, held_document, list_sent, open_file, require_usable
from .links import find_linked, require_scanned
from .pages import draw_page, list_pages, read_as_pdf
from .uploads import find_upload
from .versions import list_versions
from .works import find_work, shown_as

__all__ = [
    "draw_page",
    "find_linked",
    "find_upload",
    "find_visible",
    "find_work",
    "get_file",
    "get_visible_file",
    "held_document",
    "is_document",
    "list_pages",
    "list_sent",
    "list_versions",
    "open_file",
    "read_as_pdf",
    "read_document",
    "require_scanned",
    "require_usable",
    "shown_as",
]
