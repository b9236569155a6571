"""What others may ask of search."""

from .index_entry import index_entry, index_source
from .learn_words import learn_words, recount_words
from .rebuild import check_consistency, rebuild
from .recent_searches import keep_searches, note_search
from .remove_entry import remove_entry
from .save_word_list import save_word_list

__all__ = [
    "check_consistency",
    "index_entry",
    "index_source",
    "keep_searches",
    "learn_words",
    "note_search",
    "rebuild",
    "recount_words",
    "remove_entry",
    "save_word_list",
]
