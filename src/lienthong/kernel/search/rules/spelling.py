"""Which known words a mistyped one may stand for: pure.

A word and its neighbours share a word that both become when a letter is left out (the way of SymSpell), so that
neighbours are found by equality, in the database, without holding all words in memory.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

# Syllables are short: two mistakes are only looked for in words long enough to be known by the rest.
SHORTEST, LONGEST, LONG = 2, 16, 7
LONGEST_JOINED, MOST_PARTS, MOST_WAYS = 40, 8, 3
LONGEST_SYLLABLE = 7
_ONSETS = (("ch", "tr"), ("s", "x"), ("d", "gi", "r", "v"), ("l", "n"), ("c", "k", "q"), ("ngh", "ng"), ("gh", "g"))
_LETTERS = re.compile(r"[a-z]+")
# Reading an input method that was off, or a missing space, is no guess.
_GUESSED = 0.55
# Letters that are mixed up by sound in one region or another, or neighbours on the keyboard.
_LIKE = {frozenset(pair) for pair in ("sx", "iy", "dr", "dg", "cq", "ck", "ln", "vd", "bv", "as", "mn", "io", "ui")}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a typed word may stand for: one word or several, and how far that is from what was typed."""

    words: tuple[str, ...]
    cost: float


def may_be_learned(word: str) -> bool:
    """Say whether a word can stand for a mistyped one: plain letters, neither very short nor very long."""
    return SHORTEST <= len(word) <= LONGEST and _LETTERS.fullmatch(word) is not None


def most_mistakes(word: str) -> int:
    """Return how many mistakes in a word are forgiven."""
    return 2 if len(word) >= LONG else 1


def deletions(word: str) -> set[str]:
    """Return what becomes of a word when as many letters are left out as mistakes are forgiven in it, and itself."""
    made, last = {word}, {word}
    for _round in range(most_mistakes(word)):
        last = {each[:at] + each[at + 1 :] for each in last for at in range(len(each))} - {""}
        made |= last
    return made


def guesses(word: str, known: Iterable[tuple[str, int]], *, most: int) -> list[Guess]:
    """Return the nearest of some known words, the nearest and then the most frequent first.

    :param known: words with their frequency, those that share a deletion with this one
    """
    near = []
    for other, entries in known:
        distance = OSA.distance(word, other, score_cutoff=most_mistakes(max(word, other, key=len)))
        if 0 < distance <= most_mistakes(word):
            near.append((distance - (0.3 if _sounds_alike(word, other) else 0.0), -entries, other))
    return [Guess((other,), cost) for cost, _entries, other in sorted(near)[:most]]


def sounding(word: str) -> set[str]:
    """Return words that sound alike in one region or another: ch and tr, s and x, d, gi, r and v, l and n, i and y."""
    made = set()
    for group in _ONSETS:
        for onset in group:
            if word.startswith(onset):
                made |= {other + word[len(onset) :] for other in group}
    made |= {word[:-1] + {"i": "y", "y": "i"}[word[-1]]} if word[-1:] in {"i", "y"} else set()
    return {other for other in made if other != word and may_be_learned(other)}


def pieces(word: str) -> set[str]:
    """Return all parts of a word that may be words when spaces were left out ("giaykhaisinh")."""
    if not _joined(word):
        return set()
    return {
        word[begin:end]
        for begin in range(len(word))
        for end in range(begin + 1, min(len(word), begin + LONGEST_SYLLABLE) + 1)
    }


def splits(word: str, known: Mapping[str, int]) -> list[Guess]:
    """Return the ways to cut a word into known ones, those of fewer and more frequent words first."""
    if not _joined(word):
        return []
    ways: list[list[tuple[int, int, tuple[str, ...]]]] = [[] for _place in range(len(word) + 1)]
    ways[0] = [(0, 0, ())]
    for end in range(1, len(word) + 1):
        found = []
        for begin in range(max(0, end - LONGEST_SYLLABLE), end):
            entries = known.get(word[begin:end], 0)
            if entries and (end - begin > 1 or word[begin:end] in "aeiouy"):
                found += [(parts + 1, min(rare, -entries) if parts else -entries, (*cut, word[begin:end]))
                          for parts, rare, cut in ways[begin] if parts < MOST_PARTS]  # fmt: skip
        ways[end] = sorted(found)[:MOST_WAYS]
    return [Guess(cut, 0.3 + 0.02 * parts) for parts, _rare, cut in ways[-1] if parts > 1]


def best(rows: Iterable[Sequence[str]], choices: Sequence[Sequence[Guess]]) -> list[Guess] | None:
    """Return the guess for each place that costs least among those that rows hold together, then that of most rows.

    :param rows: for each row which of the guessed words it holds
    :param choices: for each place its guesses; the word as typed is one of them, with cost 0
    """
    found: dict[tuple[int, ...], int] = {}
    for row in rows:
        held = set(row)
        picked = []
        for place in choices:
            fitting = [(guess.cost, at) for at, guess in enumerate(place) if held.issuperset(guess.words)]
            if not fitting:
                break
            picked.append(min(fitting)[1])
        else:
            # Who meant something else by most of the words did not mistype.
            guessed = sum(place[at].cost >= _GUESSED for place, at in zip(choices, picked, strict=True))
            if guessed <= max(1, len(choices) // 2):
                found[tuple(picked)] = found.get(tuple(picked), 0) + 1
    if not found:
        return None

    worth = [
        (sum(place[at].cost for place, at in zip(choices, picked, strict=True)), -rows_so, picked)
        for picked, rows_so in found.items()
    ]
    return [place[at] for place, at in zip(choices, min(worth)[2], strict=True)]


def _joined(word: str) -> bool:
    return 4 <= len(word) <= LONGEST_JOINED and _LETTERS.fullmatch(word) is not None


def _sounds_alike(word: str, other: str) -> bool:
    """Say whether two letters changed places, or one was taken for another that sounds or lies like it."""
    if len(word) != len(other):
        return False
    differ = [(mine, its) for mine, its in zip(word, other, strict=True) if mine != its]
    if len(differ) == 1:
        return frozenset(differ[0]) in _LIKE
    places = [at for at, (mine, its) in enumerate(zip(word, other, strict=True)) if mine != its]
    return len(places) == 2 and [b - a for a, b in pairwise(places)] == [1] and differ[0] == differ[1][::-1]
