"""The vocabulary: which words and marks entries have, how often, and by which deletions words find their neighbours.

It is fed by a job, not by those who write entries: a word has one row, and writers would wait for each other.
"""

from collections.abc import Iterable

from django.db import connection, transaction

from .. import rules
from ..models import SearchDeletion

BATCH = 2_000
# One job at a time adds to the vocabulary; others leave it to that one.
_LOCK = 7_713_001
_TAKE = """
DELETE FROM search_unlearnedentry
WHERE id IN (SELECT id FROM search_unlearnedentry ORDER BY id LIMIT %s) RETURNING entry_id
"""
_LEARN = """
INSERT INTO search_searchterm AS known (term, entries)
SELECT term, count(*) FROM search_searchentry entry, unnest(tsvector_to_array(entry.body)) AS term
WHERE entry.id = ANY(%s) GROUP BY term ORDER BY term
ON CONFLICT (term) DO UPDATE SET entries = known.entries + EXCLUDED.entries
RETURNING term, xmax = 0
"""
# Marks begin with a sign that sorts before letters; words with diacritics are found by those without.
_COUNT = """
CREATE TEMPORARY TABLE search_counted ON COMMIT DROP AS
SELECT word AS term, ndoc AS entries FROM ts_stat('SELECT body FROM search_searchentry')
"""
_REPLACE = (
    "DELETE FROM search_searchterm known WHERE NOT EXISTS"
    " (SELECT 1 FROM search_counted new WHERE new.term = known.term)",
    "INSERT INTO search_searchterm AS known (term, entries) SELECT term, entries FROM search_counted"
    " ON CONFLICT (term) DO UPDATE SET entries = EXCLUDED.entries WHERE known.entries <> EXCLUDED.entries",
    "DELETE FROM search_searchdeletion gone WHERE NOT EXISTS"
    " (SELECT 1 FROM search_searchterm known WHERE known.term = gone.term)",
)
_UNKNOWN = """
SELECT term FROM search_searchterm known WHERE term ~ '^[a-z]{2,16}$'
    AND NOT EXISTS (SELECT 1 FROM search_searchdeletion gone WHERE gone.term = known.term)
"""


def learn_words(*, most: int = 50 * BATCH) -> int:
    """Add the words of entries written since the last time to the vocabulary, and return how many entries those were.

    A batch is one transaction: killed in between, the next job goes on with the next batch.
    """
    learned = 0
    while learned < most:
        with transaction.atomic():
            entries = _learn_batch()
        learned += entries
        if entries < BATCH:
            break
    return learned


def recount_words() -> int:
    """Count the vocabulary anew from all entries, and return how many words and marks there are.

    Counts drift as entries are changed and removed; a job sets them right every night. Searching goes on meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_COUNT)
        for statement in _REPLACE:
            cursor.execute(statement)
        cursor.execute(_UNKNOWN)
        _add_deletions(str(term) for (term,) in cursor.fetchall())
        cursor.execute("DROP TABLE search_counted")
        cursor.execute("SELECT count(*) FROM search_searchterm")
        (counted,) = cursor.fetchone()
    return int(counted)


def _learn_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_TAKE, [BATCH])
        entries = [entry for (entry,) in cursor.fetchall()]
        cursor.execute(_LEARN, [sorted(set(entries))])
        _add_deletions(term for term, is_new in cursor.fetchall() if is_new)
    return len(entries)


def _add_deletions(terms: Iterable[str]) -> None:
    rows = (
        SearchDeletion(deletion=deletion, term=term)
        for term in terms
        if rules.may_be_learned(term)
        for deletion in rules.deletions(term)
    )
    SearchDeletion.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)
