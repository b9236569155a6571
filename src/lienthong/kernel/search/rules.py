"""Words of a text and of a question: pure.

Words are cut here, not by PostgreSQL's parser, which takes "-261008" for a negative number and "H15.50" for a host.
"""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_QUESTION = 200
MOST_WORDS_ASKED = 12
LONGEST_WORD = 64
LONGEST_KEY = 200
# An entry of a B-tree holds 2,704 bytes; a letter takes up to four.
LONGEST_BEGINNING = 500
# A tsvector holds 1 MB; no text of ours that people search by is longer.
LONGEST_TEXT = 100_000
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """Return the text without control characters (PostgreSQL refuses NUL), composed, its spaces made single."""
    printable = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", printable).split())


def words(text: str) -> list[str]:
    """Return the different words of a text in small letters, in order, diacritics kept."""
    found = _WORD.findall(clean(text[:LONGEST_TEXT]).lower())
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))


def question_words(text: str) -> list[str]:
    """Return the words asked for: the first few of a long question."""
    return words(text[:LONGEST_QUESTION])[:MOST_WORDS_ASKED]


def prefix_query(asked: Sequence[str]) -> str:
    """Return a tsquery that every word asked for must begin some word of; words hold letters and digits only.

    :raises ValueError: a word holds anything else, which would be read as an operator
    """
    if not all(_WORD.fullmatch(word) for word in asked):
        raise ValueError("a word of a question holds letters and digits only")
    return " & ".join(f"'{word}':*" for word in asked)
