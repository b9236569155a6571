"""Moves a book forward: the one statement on which gaplessness rests."""

from datetime import datetime

from django.db import connection, transaction

from ..contracts import BookKey
from .refusals import book_closed

# The row stays locked until the caller commits, so numbers come one after the other, and a rollback
# returns its number to the next in line.
_ADVANCE = """
INSERT INTO numbering_book AS book (kind, agency_id, period, last, opened_at, last_given_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (kind, agency_id, period)
DO UPDATE SET last = book.last + EXCLUDED.last, last_given_at = EXCLUDED.last_given_at
WHERE book.closed_at IS NULL
RETURNING book.id, book.last
"""


def advance(*, book: BookKey, count: int, now: datetime) -> tuple[int, int]:
    """Move the book forward by `count` and return its id and its new last number.

    :raises BookClosed: the agency of the book has ended
    :raises TransactionManagementError: there is no transaction, so a failure afterwards would leave a gap
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is given inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [book.kind, book.agency_id, book.period, count, now, now])
        row = cursor.fetchone()
    if row is None:
        raise book_closed()
    return int(row[0]), int(row[1])
