"""Gives the next number of a book."""

from datetime import datetime

from lienthong.kernel.calendars.contracts import local_day

from ..contracts import BookKey, GivenTo
from ..rules import dossier_code
from .advance import NOTHING_SAID, Advance, Written, advance

DOSSIERS = "dossier"
DOSSIER_DIGITS = 4


def next_number(*, book: BookKey, now: datetime, given_to: GivenTo = NOTHING_SAID) -> int:
    """Return the next number, from 1, without gaps or doubles however many ask at once.

    Others who ask the same book wait until the caller's transaction ends: ask late in it.

    :param given_to: what the number is given to, for the pages of the book
    :raises BookClosed: the book was closed
    :raises TransactionManagementError: the caller has no transaction
    """
    return advance(book=book, by=Advance(given_to=given_to), now=now)[1]


def next_dossier_code(*, agency_id: int, agency_code: str, now: datetime) -> str:
    """Return the next dossier code of the receiving agency for the local day of acceptance (R-34, R-35, R-36).

    :raises ValueError: the agency has no code
    :raises TransactionManagementError: the caller has no transaction
    """
    if not agency_code:
        raise ValueError("a dossier code needs an agency's code")
    day = local_day(now)
    # The book keeps each number as the code it became.
    written = Written(before=dossier_code(agency_code, day, 1)[:-DOSSIER_DIGITS], digits=DOSSIER_DIGITS)
    key = BookKey(DOSSIERS, agency_id, day.isoformat())
    return advance(book=key, by=Advance(written=written), now=now)[2]
