"""Synonyms and stop words: the version in use, and those before."""

from functools import lru_cache

from lienthong.kernel.acts.contracts import Actor

from ..contracts import MANAGE, WordListInfo
from ..models import WordList
from ..rules import Wording
from ..rules.word_lists import read_stop_words, read_synonyms

MOST_VERSIONS = 50


def wording_in_use() -> Wording:
    """Return the synonyms and stop words in use. One statement."""
    row = WordList.objects.order_by("-version").first()
    return Wording() if row is None else _wording(row.synonyms, row.stop_words)


def list_word_lists(*, viewer: Actor) -> tuple[WordListInfo, ...]:
    """Return the versions of the word lists, the newest first."""
    if not viewer.may(MANAGE):
        return ()
    return tuple(_info(row) for row in WordList.objects.order_by("-version")[:MOST_VERSIONS])


@lru_cache(maxsize=4)
def _wording(synonyms: str, stop_words: str) -> Wording:
    return Wording(read_synonyms(synonyms), read_stop_words(stop_words))


def _info(row: WordList) -> WordListInfo:
    return WordListInfo(row.version, row.synonyms, row.stop_words, row.note, row.made_by, row.made_at)
