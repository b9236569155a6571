"""Words of a text and of a question: pure.

Words are cut here, not by PostgreSQL's parser, which takes "-261008" for a negative number and "H15.50" for a host.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

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
    # A mark that no letter takes up would cut a word here and not where marks are folded away.
    letters = "".join(sign for sign in clean(text[:LONGEST_TEXT]).lower() if not unicodedata.combining(sign))
    found = _WORD.findall(letters)
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


def places(paths: Iterable[str]) -> list[str]:
    """Return what marks an entry as being at some agencies: each path, marked as itself, and all paths above it.

    "/1/12/" gives "/1/" and "/1/12/", by which a grant over a subtree finds it, and "=/1/12/", by which a grant
    in that very agency does.
    """
    marks: set[str] = set()
    for path in paths:
        parts = path.strip("/").split("/")
        marks |= {f"/{'/'.join(parts[:length])}/" for length in range(1, len(parts) + 1)}
        marks.add(at_agency(path))
    return sorted(marks)


def at_agency(path: str) -> str:
    """Return the mark of one agency itself."""
    return f"=/{path.strip('/')}/"
