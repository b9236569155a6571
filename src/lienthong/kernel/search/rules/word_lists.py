"""Synonyms and stop words as people write them: one group a line, its phrases parted by "=", pure."""

from .words import folded_words

MOST_LETTERS, MOST_GROUPS, MOST_PHRASES, MOST_STOPS = 20_000, 1_000, 8, 500


class ListWrong(ValueError):
    """A line that cannot be read; `code` says why, `line` which, from 1."""

    def __init__(self, code: str, line: int) -> None:
        """Keep the stable code and the line."""
        super().__init__(f"{code} in line {line}")
        self.code, self.line = code, line


def read_synonyms(text: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the groups of phrases that stand for each other, folded: "cccd = căn cước công dân".

    :raises ListWrong: codes too_long, too_many, alone (a line with less than two phrases)
    """
    if len(text) > MOST_LETTERS:
        raise ListWrong("too_long", 1)
    groups = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        phrases = dict.fromkeys(tuple(folded_words(part)) for part in line.split("="))
        phrases.pop((), None)
        if not 2 <= len(phrases) <= MOST_PHRASES:
            raise ListWrong("alone" if len(phrases) < 2 else "too_many", number)
        groups.append(tuple(phrases))
    if len(groups) > MOST_GROUPS:
        raise ListWrong("too_many", MOST_GROUPS)
    return tuple(groups)


def read_stop_words(text: str) -> frozenset[str]:
    """Return the words that carry nothing, folded.

    :raises ListWrong: too many
    """
    found = folded_words(text)
    if len(text) > MOST_LETTERS or len(found) > MOST_STOPS:
        raise ListWrong("too_many", 1)
    return frozenset(found)
