"""Cutting texts and questions into words: pure.

Words are cut here, not by PostgreSQL's parser, which takes "-261008" for a negative number and "H15.50" for a host.
"""

import re
import unicodedata

from lienthong.kernel.ui.contracts import fold

LONGEST_QUESTION = 200
MOST_WORDS_ASKED = 12
LONGEST_WORD = 64
LONGEST_KEY = 200
# An entry of a B-tree holds 2,704 bytes; a letter takes up to four.
LONGEST_BEGINNING = 500
# A tsvector holds 1 MB; no text of ours that people search by is longer.
LONGEST_TEXT = 100_000
_WORD = re.compile(r"[^\W_]+")
# The older spelling marks the first vowel of oa, oe, uy ("hòa", "thúy"), the newer one the second ("hoà", "thuý").
_OLD_PLACE = re.compile("([òóỏõọ])([aeo])|([ùúủũụ])(y)")


def clean(text: str) -> str:
    """Return the text without control characters (PostgreSQL refuses NUL), composed, its spaces made single."""
    printable = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", printable).split())


def words(text: str) -> list[str]:
    """Return the different words of a text in small letters, in order, diacritics kept, the tone where it is now put.

    "Hòa" and "hoà" are the same word; so are a letter with its marks composed and apart.
    """
    # A mark that no letter takes up would cut a word here and not where marks are folded away.
    letters = "".join(sign for sign in clean(text[:LONGEST_TEXT]).lower() if not unicodedata.combining(sign))
    found = _WORD.findall(place_tones(letters))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in found))


def question_words(text: str) -> list[str]:
    """Return the words asked for: the first few of a long question."""
    return words(text[:LONGEST_QUESTION])[:MOST_WORDS_ASKED]


def folded_words(text: str) -> list[str]:
    """Return the different words of a text without diacritics, in order."""
    return words(fold(clean(text[:LONGEST_TEXT])))


def spoken_words(text: str) -> list[str]:
    """Return what a text is found by: its words without diacritics, and with them where they have any."""
    return list(dict.fromkeys([*folded_words(text), *words(text)]))


def place_tones(text: str) -> str:
    """Return a composed text in small letters with the tone of oa, oe, oo and uy on their second vowel."""
    return _OLD_PLACE.sub(_moved, text)


def is_word(text: str) -> bool:
    """Say whether a text is one word: letters and digits only, nothing that an operator could be made of."""
    return _WORD.fullmatch(text) is not None


def _moved(found: re.Match[str]) -> str:
    first, second = (group for group in found.groups() if group)
    decomposed = unicodedata.normalize("NFD", first)
    plain, tone = decomposed[0], decomposed[1]
    return plain + unicodedata.normalize("NFC", second + tone)
