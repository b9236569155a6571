"""Finding."""

from collections.abc import Collection, Sequence

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.ui.contracts import fold

from . import rules
from .contracts import Hit
from .models import SearchEntry
from .policy import reached_by, visible_to

MOST_HITS = 100


class _PrefixQuery(SearchQuery):
    """A question taken as it is written: `to_tsquery` would cut its words again, and drop some."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, asked: Sequence[str]) -> None:
        super().__init__(rules.prefix_query(asked), search_type="raw")


def find(*, text: str, viewer: Actor, kinds: Collection[str] | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """Find what the viewer may see by code, or by the beginnings of all words typed.

    First the thing whose code was typed, then those that match with the diacritics typed, then those that match
    without; among equals titles that begin so, then the newest. A question without letters or digits finds nothing;
    of a very long one the first words count.

    :param kinds: only these kinds of things; None means all
    :param limit: at most so many, never more than 100
    """
    entries = _matching(text, viewer, kinds)
    if entries is None:
        return ()
    typed = _PrefixQuery(rules.question_words(text))
    folded = _folded(text)
    rank = Case(
        When(code=folded, then=Value(0)),
        When(exact=typed, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    begins = Case(When(folded__startswith=folded, then=Value(0)), default=Value(1), output_field=IntegerField())
    # Owners who are no officers there are led to a page that is for them.
    page = Case(When(reached_by(viewer), then="url"), default=Coalesce("owner_url", "url"), output_field=TextField())
    rows = entries.annotate(rank=rank, begins=begins, page=page).order_by("rank", "begins", "-updated_at", "id")
    return tuple(
        Hit(row.system, row.kind, row.key, row.title, row.page, row.updated_at)
        for row in rows[: max(0, min(limit, MOST_HITS))]
    )


def count_by_system(*, text: str, viewer: Actor) -> dict[str, int]:
    """Return how many things each system has for the question, among those the viewer may see."""
    entries = _matching(text, viewer, None)
    if entries is None:
        return {}
    return dict(entries.order_by("system").values_list("system").annotate(found=Count("id")))


def _folded(text: str) -> str:
    return fold(rules.clean(text[: rules.LONGEST_QUESTION]))


def _matching(text: str, viewer: Actor, kinds: Collection[str] | None) -> QuerySet[SearchEntry] | None:
    condition = matching_text(text)
    if condition is None:
        return None
    entries = SearchEntry.objects.filter(visible_to(viewer)).filter(condition)
    return entries if kinds is None else entries.filter(kind__in=list(kinds))


def matching_text(text: str) -> Q | None:
    """Return the condition of entries that match a question, None when it asks nothing."""
    folded = _folded(text)
    asked = rules.question_words(folded)
    if not asked:
        return None
    return Q(code=folded) | Q(folded__startswith=folded) | Q(body=_PrefixQuery(asked))
