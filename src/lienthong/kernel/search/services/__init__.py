"""What others may ask of search."""

from .index_entry import index_entry
from .remove_entry import remove_entry

__all__ = ["index_entry", "remove_entry"]
