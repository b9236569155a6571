"""Moves a book forward: the one statement on which gaplessness rests."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from ..contracts import BookKey, GivenTo, NumberState
from ..models import Book
from .refusals import book_closed, inserted

# The row stays locked until the caller commits, so numbers come one after the other, and a rollback
# returns its number to the next in line. What the numbers were given to is written with them.
_ADVANCE = """
WITH moved AS (
    INSERT INTO numbering_book AS book (kind, agency_id, period, last, opened_at, last_given_at, last_day)
    VALUES (%(kind)s, %(agency)s, %(period)s, %(count)s, %(now)s, %(now)s, %(day)s)
    ON CONFLICT (kind, agency_id, period)
    DO UPDATE SET last = book.last + EXCLUDED.last, last_given_at = EXCLUDED.last_given_at,
        last_day = GREATEST(book.last_day, EXCLUDED.last_day)
    WHERE book.closed_at IS NULL AND (%(day)s::date IS NULL OR book.last_day IS NULL OR book.last_day <= %(day)s)
    RETURNING book.id, book.last
)
INSERT INTO numbering_givennumber
    (book_id, number, text, state, subject_type, subject_key, title, url, day, given_at, actor_name)
SELECT moved.id, number,
    CASE WHEN %(digits)s = 0 THEN '' ELSE
        %(before)s || CASE WHEN length(number::text) < %(digits)s THEN lpad(number::text, %(digits)s, '0')
            ELSE number::text END || %(behind)s END,
    %(state)s, %(subject_type)s, %(subject_key)s, %(title)s, %(url)s, %(day)s, %(now)s, %(actor)s
FROM moved, generate_series(moved.last - %(count)s + 1, moved.last) AS number
ORDER BY number
RETURNING book_id, number, text
"""
LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """How numbers are written: what stands before and behind, with at least so many digits; 0 writes nothing."""

    before: str = ""
    behind: str = ""
    digits: int = 0


NOTHING_SAID, UNWRITTEN = GivenTo(), Written()


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a book goes, and for what."""

    count: int = 1
    state: NumberState = NumberState.GIVEN
    given_to: GivenTo = NOTHING_SAID
    written: Written = UNWRITTEN
    day: date | None = None
    actor_name: str = ""


def advance(*, book: BookKey, by: Advance, now: datetime) -> tuple[int, int, str]:
    """Move the book forward and return its id, its new last number and how that is written.

    :raises BookClosed: the book was closed
    :raises NumberInserted: the act is dated before one that has a number
    :raises TransactionManagementError: there is no transaction, so a failure afterwards would leave a gap
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is given inside the transaction that uses it")
    values: dict[str, Any] = {
        "kind": book.kind, "agency": book.agency_id, "period": book.period, "count": by.count, "now": now,
        "day": by.day, "before": by.written.before, "behind": by.written.behind, "digits": by.written.digits,
        "state": by.state.value, "subject_type": by.given_to.subject_type, "subject_key": by.given_to.subject_key,
        "title": by.given_to.title[:LONGEST_TITLE], "url": by.given_to.url[:LONGEST_TITLE],
        "actor": by.actor_name[:200],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, values)
        rows = cursor.fetchall()
    if not rows:
        raise _refusal(book, by.day)
    book_id, last, text = rows[-1]
    return int(book_id), int(last), str(text)


def _refusal(book: BookKey, day: date | None) -> Exception:
    row = Book.objects.get(kind=book.kind, agency_id=book.agency_id, period=book.period)
    if row.closed_at is not None or day is None or row.last_day is None:
        return book_closed(final=row.is_final)
    return inserted(last=row.last, last_day=row.last_day, day=day)
