"""What somebody may have meant whose question nothing answers.

Whatever is proposed is read off entries that the viewer may find: a word that stands only in entries out of sight is
never proposed, however near it is, and no proposal tells that it exists.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from lienthong.kernel.ui.contracts import fold

from .. import rules
from ..models import SearchTerm
from ..rules import Choice, Guess
from .terms import Counted

# A word that is known is mistyped less often than one that is not.
MOST_GUESSES, MOST_FOR_KNOWN = 16, 5
MOST_LOOKED_AT = 100
WINDOW = 20_000
MOST_WORDS = 8
_NEIGHBOURS = """
SELECT DISTINCT word.asked, term.term, term.entries
FROM unnest(%s::text[], %s::text[]) AS word(asked, deletion)
JOIN search_searchdeletion gone ON gone.deletion = word.deletion
JOIN search_searchterm term ON term.term = gone.term
"""
_HELD = """
SELECT ARRAY(SELECT unnest(tsvector_to_array(body)) INTERSECT SELECT unnest(%(words)s::text[])),
    ARRAY(SELECT unnest(tsvector_to_array(exact)))
FROM (
    SELECT body, exact FROM search_searchentry WHERE body @@ %(question)s::tsquery
    ORDER BY updated_at DESC, id DESC LIMIT %(most)s
) AS few
"""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Words searched for instead of those typed, and how they are shown, with the diacritics they mostly have."""

    words: tuple[str, ...]
    shown: str


def correct(
    words: Sequence[str], typed: Sequence[str], groups: Sequence[frozenset[str]], counted: Counted
) -> Corrected | None:
    """Return the nearest words that an entry in sight has together, None when there are none. Up to five statements."""
    if len(words) > MOST_WORDS:
        return None
    choices = _choices(words, {fold(word): word for word in typed}, counted)
    if all(len(place) == 1 for place in choices):
        return None
    rows = _holding(choices, groups, counted)
    picked = rules.best([held for held, _exact in rows], choices)
    if picked is None:
        return None
    mended = tuple(dict.fromkeys(word for guess in picked for word in guess.words))
    if mended == tuple(words):
        return None
    return Corrected(mended, " ".join(_as_written(mended, [exact for held, exact in rows if set(held) >= set(mended)])))


def _choices(words: Sequence[str], typed: dict[str, str], counted: Counted) -> list[list[Guess]]:
    """Return for each word itself and what it may stand for. Two statements."""
    near = _neighbours(words)
    parts = {part for word in words for part in (*rules.pieces(word), *rules.sounding(word))}
    known = dict(SearchTerm.objects.filter(term__in=parts).values_list("term", "entries")) if parts else {}
    made = []
    for word in words:
        place = [Guess((word,), 0.0)]
        meant = rules.spoken(typed.get(word, word))
        if meant is not None:
            place.append(Guess((fold(meant),), 0.2))
        place += [Guess((other,), 0.6) for other in sorted(rules.sounding(word)) if other in known]
        place += rules.splits(word, known)
        most = MOST_FOR_KNOWN if counted.entries.get(word) and len(words) > 1 else MOST_GUESSES
        place += rules.guesses(word, near.get(word, ()), most=most)
        made.append(place)
    return made


def _neighbours(words: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    pairs = [(word, gone) for word in words if rules.may_be_learned(word) for gone in rules.deletions(word)]
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(_NEIGHBOURS, [[word for word, _gone in pairs], [gone for _word, gone in pairs]])
            for asked, term, entries in cursor.fetchall():
                found[asked].append((term, entries))
    return found


def _holding(
    choices: Sequence[Sequence[Guess]], groups: Sequence[frozenset[str]], counted: Counted
) -> list[tuple[list[str], list[str]]]:
    """Return of the newest entries in sight that fill all places which guessed words they hold, and all as written."""
    places = [tuple(Choice(guess.words) for guess in place) for place in choices]
    guessed = sorted({word for place in choices for guess in place for word in guess.words})
    fill = rules.ask(places)
    rows: list[tuple[list[str], list[str]]] = []
    for window in (counted.back_to(WINDOW), ()):
        question = " & ".join(
            part for part in (f"({fill})", rules.ask([], *groups, *([window] if window else []))) if part
        )
        with connection.cursor() as cursor:
            cursor.execute(_HELD, {"words": guessed, "question": question, "most": MOST_LOOKED_AT})
            rows = cursor.fetchall()
        if rows or not window:
            break
    return rows


def _as_written(words: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return words with the diacritics they have in most of the entries that hold them."""
    # A letter has its marks in itself, so a word is as long with them as without.
    lengths = {len(word) for word in words}
    written = Counter(form for row in rows for form in row if len(form) in lengths)
    forms: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for form, number in written.items():
        forms[fold(form)].append((number, form))
    return [max(forms[word])[1] if word in forms else word for word in words]
