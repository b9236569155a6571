"""Doors of search."""

from .search import export, keep, search
from .word_lists import word_lists

__all__ = ["export", "keep", "search", "word_lists"]
