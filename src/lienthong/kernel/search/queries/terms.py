"""What the vocabulary knows of words: how frequent they are, how they go on, and how far back enough entries reach.

The vocabulary serves speed alone: a word it does not know yet, or counts wrongly, is found all the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

# Endings beyond these are left out: a beginning of two digits has a hundred thousand. Of one letter, or of a number,
# fewer say what is meant.
MOST_ENDINGS, MOST_VAGUE_ENDINGS = 40, 12
# So few entries may go through the index for each word that begins so.
FEW_ENTRIES = 20_000
_LOOKED_THROUGH = 4_000
# Beginnings up to this length have an index of their endings by frequency.
INDEXED_LENGTH = 4
_DAYS = 15
_COUNTS = """
SELECT term, entries FROM search_searchterm WHERE term = ANY(%(terms)s)
UNION ALL (SELECT term, entries FROM search_searchterm WHERE term >= '@m' AND term < '@n' ORDER BY term DESC LIMIT 600)
UNION ALL (
    SELECT term, entries FROM search_searchterm WHERE term >= '@d' AND term < '@e' ORDER BY term DESC LIMIT %(days)s
)
"""
# Steps from one permission to the next in their index, whatever the number of entries.
_PERMISSIONS = """
WITH RECURSIVE used AS (
    (SELECT permission FROM search_searchentry ORDER BY permission LIMIT 1)
    UNION ALL
    SELECT (SELECT entry.permission FROM search_searchentry entry WHERE entry.permission > used.permission
        ORDER BY entry.permission LIMIT 1)
    FROM used WHERE used.permission IS NOT NULL
)
SELECT permission FROM used WHERE permission IS NOT NULL
"""
_BY_LENGTH = """
(SELECT %s::text AS asked, term, entries FROM search_searchterm WHERE left(term, {length}) = %s{plain}
ORDER BY entries DESC LIMIT %s)
"""
_BY_RANGE = """
(SELECT %s::text AS asked, term, entries FROM (
    SELECT term, entries FROM search_searchterm WHERE term ~>=~ %s AND term ~<~ %s{plain} LIMIT %s
) AS few ORDER BY entries DESC LIMIT %s)
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Frequencies of the words and marks of a question, and of the last days and all months, the newest first."""

    entries: Mapping[str, int] = field(default_factory=dict)
    months: tuple[tuple[str, int], ...] = ()
    days: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """Return how many entries there are, about."""
        return sum(entries for _month, entries in self.months)

    def together(self, terms: Iterable[str]) -> int:
        """Return how many entries have one of the terms, at most."""
        return sum(self.entries.get(term, 0) for term in set(terms))

    def back_to(self, wanted: int) -> tuple[str, ...]:
        """Return the marks of the last days or months that hold so many entries, none when nearly all are needed."""
        if wanted * 2 >= self.total:
            return ()
        return _until(self.days, wanted)[0] or _until(self.months, wanted)[0]

    def older(self, months: int, wanted: int) -> tuple[tuple[str, ...], int]:
        """Return the marks of further months that hold so many entries, behind the newest ones, and how many they hold.

        :param months: how many of the newest are known already
        """
        marks, held = _until(self.months[months:], wanted)
        return (marks, held) if marks else (tuple(mark for mark, _entries in self.months[months:]), self.total)


def permissions_in_use() -> frozenset[str]:
    """Return which permissions entries ask for: a few, of the hundred that an officer may hold. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PERMISSIONS)
        return frozenset(str(permission) for (permission,) in cursor.fetchall())


def count_terms(terms: Collection[str]) -> Counted:
    """Return how frequent terms are. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"terms": sorted(terms), "days": _DAYS})
        rows = [(str(term), int(entries)) for term, entries in cursor.fetchall()]
    return Counted(
        entries=dict(rows),
        months=tuple(sorted({row for row in rows if row[0].startswith("@m")}, reverse=True)),
        days=tuple(sorted({row for row in rows if row[0].startswith("@d")}, reverse=True)),
    )


def endings_of(words: Collection[str]) -> tuple[dict[str, tuple[str, ...] | None], dict[str, int]]:
    """Return what beginnings go on to, see `rules.Choice`, and in how many entries those are. One statement.

    Rare beginnings are left to the index, which also knows the words of the last minute; of frequent ones the most
    frequent endings are named.
    """
    asked = sorted(words)
    parts, values = zip(*map(_endings, asked), strict=True)
    rows: dict[str, list[tuple[str, int]]] = {word: [] for word in asked}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for each in values for value in each])
        for word, term, entries in cursor.fetchall():
            rows[word].append((term, entries))
    sums = {word: sum(entries for _term, entries in found) for word, found in rows.items()}
    return {word: _named(word, found) for word, found in rows.items()}, sums


def _endings(word: str) -> tuple[str, list[object]]:
    # What has a word with diacritics has it without, too.
    plain = " AND octet_length(term) = length(term)" if word.isascii() else ""
    if len(word) <= INDEXED_LENGTH:
        return _BY_LENGTH.format(length=len(word), plain=plain), [word, word, _most(word) + 1]
    return _BY_RANGE.format(plain=plain), [word, word, f"{word}\U0010ffff", _LOOKED_THROUGH, _most(word) + 1]


def _most(word: str) -> int:
    return MOST_VAGUE_ENDINGS if len(word) == 1 or word.isdigit() else MOST_ENDINGS


def _named(word: str, found: Sequence[tuple[str, int]]) -> tuple[str, ...] | None:
    """Return the endings of a beginning: none named when the index is to find them, None when it goes on to nothing."""
    if len(found) <= _most(word) and sum(entries for _term, entries in found) <= FEW_ENTRIES:
        return ()
    frequent = sorted(found, key=lambda each: -each[1])[: _most(word)]
    return tuple(term for term, _entries in frequent if term != word) or None


def _until(parts: Sequence[tuple[str, int]], wanted: int) -> tuple[tuple[str, ...], int]:
    """Return the first marks that hold so many entries together, and how many; none when all hold fewer."""
    held, marks = 0, []
    for mark, entries in parts:
        marks.append(mark)
        held += entries
        if held >= wanted:
            return tuple(marks), held
    return (), 0
