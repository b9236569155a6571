"""How search stands, for those who look after it; and what one person searched for lately."""

from dataclasses import dataclass

from django.db import connection

from lienthong.kernel.acts.contracts import Actor

from ..contracts import MANAGE
from ..models import Rebuild, RecentSearches, UnlearnedEntry

MOST_COUNTED = 10_000
_SOME = "SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT %s) AS some_rows"


@dataclass(frozen=True, slots=True)
class IndexState:
    """About how many entries and words there are, how many entries wait for the vocabulary, and runs not ended."""

    entries: int
    terms: int
    unlearned: int
    rebuilding: tuple[tuple[str, int], ...]


def index_state(*, viewer: Actor) -> IndexState | None:
    """Return how search stands, None to those who do not look after it. At most five statements."""
    if not viewer.may(MANAGE):
        return None
    with connection.cursor() as cursor:
        # What the planner knows; counting a million rows would take longer than the page.
        cursor.execute(
            "SELECT relname, greatest(reltuples, 0)::bigint FROM pg_class"
            " WHERE oid IN ('search_searchentry'::regclass, 'search_searchterm'::regclass)"
        )
        about = {str(name): int(rows) for name, rows in cursor.fetchall()}
        # A table that nobody has analysed yet is small, or soon will be analysed.
        for name in [name for name, rows in about.items() if rows < MOST_COUNTED]:
            cursor.execute(_SOME.format(name=name), [MOST_COUNTED])
            (about[name],) = cursor.fetchone()
    running = Rebuild.objects.filter(ended_at__isnull=True).order_by("system").values_list("system", "done")
    return IndexState(
        entries=about["search_searchentry"],
        terms=about["search_searchterm"],
        unlearned=UnlearnedEntry.objects.all()[:MOST_COUNTED].count(),
        rebuilding=tuple(running),
    )


def recent_searches(*, viewer: Actor) -> tuple[str, ...] | None:
    """Return what the viewer searched for lately, None when they do not want it kept. One statement."""
    if viewer.user_id is None:
        return None
    row = RecentSearches.objects.filter(user_id=viewer.user_id).first()
    return None if row is None else tuple(row.texts)
