"""Finding, and what can be said about the index."""

from .finding import MOST_HITS, count_by_system, find, search
from .newest import MOST_FOUND
from .state import IndexState, index_state, recent_searches
from .word_lists import list_word_lists, wording_in_use

__all__ = [
    "MOST_FOUND",
    "MOST_HITS",
    "IndexState",
    "count_by_system",
    "find",
    "index_state",
    "list_word_lists",
    "recent_searches",
    "search",
    "wording_in_use",
]
