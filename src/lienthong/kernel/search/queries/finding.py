"""Finding: whole words, then beginnings, then mistakes forgiven; always among what the viewer may find."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.ui.contracts import fold

from .. import rules
from ..contracts import Asked, Found, Hit
from ..models import SearchEntry
from ..policy import is_reached, marks_for
from ..rules import Candidate, Wording
from .correcting import Corrected, correct
from .facets import facets
from .newest import MOST_FOUND, Sought, by_code, newest
from .terms import Counted, count_terms, endings_of, permissions_in_use
from .word_lists import wording_in_use

MOST_HITS = 100
MOST_BY_CODE = 100
# So many hits with the diacritics typed are some pages full; fewer are looked for further back.
ENOUGH_AS_TYPED = 100


@dataclass(frozen=True)
class _Question:
    """A question on its way: what was typed, cut into words, and what every answer must carry."""

    text: str
    typed: tuple[str, ...]
    folded: tuple[str, ...]
    groups: tuple[frozenset[str], ...]
    counted: Counted
    wording: Wording


def search(*, asked: Asked, viewer: Actor, size: int = 20) -> Found:
    """Find what the viewer may find, a page at a time.

    Words are taken whole, the last by its beginning; when nothing has them so, all by their beginnings; when nothing
    has them even so, the nearest words that something in the viewer's sight has together, unless `asked.exact`.
    Up to twelve statements.

    :param size: hits of a page, at most 100
    """
    question = _question(asked, viewer)
    if question is None:
        return Found()
    found, mended = _answers(question, exact=asked.exact)
    ordered = rules.in_order(found)
    rest, cursor = rules.page_after(ordered[:MOST_FOUND], asked.cursor, max(0, min(size, MOST_HITS)))
    counted = ordered[:MOST_FOUND]
    return replace(
        facets(counted),
        hits=_hits(rest, viewer),
        total=len(counted),
        is_more=len(ordered) > MOST_FOUND,
        corrected=mended.shown if mended else "",
        marked=mended.words if mended else question.folded,
        next_cursor=cursor,
    )


def find(*, text: str, viewer: Actor, kinds: Collection[str] | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """Find what the viewer may find by code or words, forgiving no mistake; in the order of `search`.

    A question without letters or digits finds nothing; of a very long one the first words count.

    :param kinds: only these kinds of things; None means all
    :param limit: at most so many, never more than 100
    """
    question = _question(Asked(text), viewer)
    if question is None or (kinds is not None and not kinds):
        return ()
    if kinds is not None:
        question = replace(question, groups=(*question.groups, frozenset(map(rules.kind_mark, kinds))))
    found, _mended = _answers(question, exact=True)
    return _hits(rules.in_order(found)[: max(0, min(limit, MOST_HITS))], viewer)


def count_by_system(*, text: str, viewer: Actor) -> dict[str, int]:
    """Return how many things each system has for the question, of the newest thousand that the viewer may find."""
    found = search(asked=Asked(text, exact=True), viewer=viewer, size=0)
    return {facet.value: facet.found for facet in found.systems}


def _question(asked: Asked, viewer: Actor) -> _Question | None:
    text = rules.clean(asked.text[: rules.LONGEST_QUESTION])
    folded = tuple(rules.folded_words(text)[: rules.MOST_WORDS_ASKED])
    if not folded:
        return None
    typed = tuple(rules.question_words(text))
    groups = [marks_for(viewer, permissions_in_use())]
    if asked.system:
        groups.append(frozenset({rules.system_mark(rules.clean(asked.system))}))
    if asked.kind:
        groups.append(frozenset({rules.kind_mark(rules.clean(asked.kind))}))
    if asked.agency_path.strip("/"):
        groups.append(frozenset({rules.agency_mark(rules.clean(asked.agency_path))}))
    if asked.year is not None:
        groups.append(frozenset({rules.year_mark(asked.year)}))
    counted = count_terms({*folded, *typed, *(mark for group in groups for mark in group)})
    return _Question(text, typed, folded, tuple(groups), counted, wording_in_use())


def _answers(question: _Question, *, exact: bool) -> tuple[list[Candidate], Corrected | None]:
    """Return what answers a question, and what was asked instead when nothing did."""
    code = fold(question.text)
    coded = by_code(code, question.groups, most=MOST_BY_CODE) if any(sign.isdigit() for sign in code) else []
    words = question.wording.without_stops(question.folded)
    found = [*coded, *_by_words(question, words)]
    # What is whole in no entry may be the beginning of something.
    if not found and any(not question.counted.entries.get(word) for word in words[:-1]):
        endings, sums = endings_of(words)
        places = rules.beginning(words, endings, all_begin=True)
        found = _seek(question, rules.ask(places), min(sums.get(word, 0) for word in words))
    if found or exact:
        return found, None
    mended = correct(words, question.typed, question.groups, question.counted)
    if mended is None:
        return [], None
    entries = {**question.counted.entries, **count_terms(mended.words).entries}
    again = replace(
        question, folded=mended.words, typed=mended.words, counted=replace(question.counted, entries=entries)
    )
    return _by_words(again, mended.words, is_whole=True), mended


def _by_words(question: _Question, words: Sequence[str], *, is_whole: bool = False) -> list[Candidate]:
    """Return what has the words, by synonyms too; of more than are counted, those with the diacritics typed as well."""
    typed = question.wording.without_stops(question.typed)
    marked = [word for word in typed if word != fold(word)]
    endings, sums = ({}, {}) if is_whole else endings_of({words[-1], *([typed[-1]] if marked else [])})
    known = {**question.counted.entries, **sums}
    plain = rules.ask(rules.beginning(words, endings))
    variants = question.wording.variants(words)
    if variants:
        others = [rules.ask(rules.whole(each)) for each in variants]
        found = _seek(question, rules.either([plain, *others]), question.counted.total, asked=plain)
    else:
        found = _seek(question, plain, min(known.get(word, 0) for word in words), parts=len(words))
    if marked and len(found) > MOST_FOUND and sum(each.as_typed for each in found) < ENOUGH_AS_TYPED:
        exactly = rules.ask(rules.beginning(typed, endings))
        found += _seek(question, exactly, min(known.get(word, 0) for word in typed), parts=len(typed))
    return found


def _seek(question: _Question, text: str, entries: int, *, parts: int = 1, asked: str = "") -> list[Candidate]:
    """Return the newest entries that answer a tsquery.

    :param entries: how many have the rarest of its `parts` words; words of titles come together, so only
        each second one beyond two halves the number; words and rights are taken to be independent
    """
    counted = question.counted
    least = min([entries, *(counted.together(group) for group in question.groups)])
    entries >>= max(0, parts - 2) // 2
    for group in question.groups:
        entries = entries * min(counted.total, counted.together(group)) // max(1, counted.total)
    typed = rules.ask(rules.beginning(question.typed, {question.typed[-1]: ()}))
    begins = fold(question.text)
    return newest(Sought(text, question.groups, entries, least, begins, typed, asked, begins), counted)


def _hits(found: Sequence[Candidate], viewer: Actor) -> tuple[Hit, ...]:
    """Return the entries to be shown, in their order. One statement."""
    entries = SearchEntry.objects.filter(pk__in=[each.id for each in found]).defer("body", "exact")
    rows = {row.pk: row for row in entries}
    return tuple(_hit(rows[each.id], viewer) for each in found if each.id in rows)


def _hit(row: SearchEntry, viewer: Actor) -> Hit:
    # Owners who are no officers there are led to a page that is for them.
    url = row.url if row.owner_url is None or is_reached(viewer, row) else row.owner_url
    return Hit(
        row.system, row.kind, row.key, row.title, url, row.updated_at, row.written_code or row.key, row.agency_path
    )
