"""Questions about books, their numbers, reservations and formats."""

from .blocks import get_block, list_blocks, page_blocks
from .books import BookFilter, get_book, get_last_number, list_books, list_voided, stream_books
from .formats import format_of, get_format, list_formats, sample_numbers
from .numbers import NumberFilter, count_states, find_gaps, list_numbers, stream_numbers

__all__ = [
    "BookFilter",
    "NumberFilter",
    "count_states",
    "find_gaps",
    "format_of",
    "get_block",
    "get_book",
    "get_format",
    "get_last_number",
    "list_blocks",
    "list_books",
    "list_formats",
    "list_numbers",
    "list_voided",
    "page_blocks",
    "sample_numbers",
    "stream_books",
    "stream_numbers",
]
