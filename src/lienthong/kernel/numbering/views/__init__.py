"""Doors of numbering: books, one of them, acts on it, reservations, formats."""

from .acts import act_on_book, open_book, return_block
from .books import book, books, export_books, export_numbers
from .formats import edit_format, formats, new_format

__all__ = [
    "act_on_book",
    "book",
    "books",
    "edit_format",
    "export_books",
    "export_numbers",
    "formats",
    "new_format",
    "open_book",
    "return_block",
]
