"""From the words somebody typed to what the index is asked: pure.

A question is a list of places; each place is filled by one of its choices; a choice is one word or several that must
all be there. The index is asked for all places at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .words import is_word


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that fill a place together; `endings` are what the last one may go on to, None when it is whole.

    An empty tuple of endings leaves it to the index to find all words that begin so.
    """

    words: tuple[str, ...]
    endings: tuple[str, ...] | None = None


Place = tuple[Choice, ...]


def whole(words: Iterable[str]) -> list[Place]:
    """Return places for words taken whole."""
    return [(Choice((word,)),) for word in words]


def beginning(
    words: Sequence[str], endings: Mapping[str, tuple[str, ...] | None], *, all_begin: bool = False
) -> list[Place]:
    """Return places for words, the last of them, or all, by its beginning.

    :param endings: what each beginning goes on to, see `Choice`; a word that is missing is taken whole
    """
    last = len(words) - 1
    return [(Choice((word,), endings.get(word) if all_begin or at == last else None),) for at, word in enumerate(words)]


def ask(places: Sequence[Place], *more: Iterable[str]) -> str:
    """Return a tsquery: each place by one of its choices, and of each further group of marks at least one.

    :raises ValueError: a word holds more than letters and digits, which would be read as an operator
    """
    parts = [" | ".join(_choice(choice) for choice in place) for place in places]
    parts += [" | ".join(lexeme(mark) for mark in sorted(set(marks))) for marks in more]
    return " & ".join(f"({part})" for part in parts)


def either(questions: Iterable[str]) -> str:
    """Return a tsquery that is answered by whatever answers one of the questions."""
    return " | ".join(f"({question})" for question in questions)


def lexeme(text: str) -> str:
    """Return a text as tsquery reads it back, whatever signs it has."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _choice(choice: Choice) -> str:
    if not all(map(is_word, choice.words)):
        raise ValueError("a word of a question holds letters and digits only")
    *before, last = choice.words
    parts = [lexeme(word) for word in before]
    if choice.endings is None:
        parts.append(lexeme(last))
    elif not choice.endings:
        parts.append(f"{lexeme(last)}:*")
    else:
        parts.append(f"({' | '.join(lexeme(word) for word in (last, *choice.endings))})")
    return parts[0] if len(parts) == 1 else f"({' & '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Wording:
    """Synonyms and stop words, folded: which phrases stand for each other, and which words carry nothing."""

    synonyms: tuple[tuple[tuple[str, ...], ...], ...] = ()
    stop_words: frozenset[str] = frozenset()

    def without_stops(self, words: Sequence[str]) -> list[str]:
        """Return the words that carry something; all of them when none does."""
        return [word for word in words if word not in self.stop_words] or list(words)

    def variants(self, words: Sequence[str], *, most: int = 6) -> list[list[str]]:
        """Return other ways to say a question: each phrase in it replaced by one that stands for it."""
        found: list[list[str]] = []
        for group in self.synonyms:
            for phrase in group:
                at = _position(words, phrase)
                if at is None:
                    continue
                others = [other for other in group if other != phrase]
                found += [[*words[:at], *other, *words[at + len(phrase) :]] for other in others]
        return found[:most]


def _position(words: Sequence[str], phrase: tuple[str, ...]) -> int | None:
    ends = range(len(words) - len(phrase) + 1)
    return next((at for at in ends if tuple(words[at : at + len(phrase)]) == phrase), None)
