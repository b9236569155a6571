"""Gives the next number of a book."""

from datetime import datetime

from lienthong.kernel.calendars.contracts import local_day

from ..contracts import BookKey
from ..rules import dossier_code
from .advance import advance

DOSSIERS = "dossier"


def next_number(*, book: BookKey, now: datetime) -> int:
    """Return the next number, from 1, without gaps or doubles however many ask at once.

    Others who ask the same book wait until the caller's transaction ends: ask late in it.
    :raises TransactionManagementError: the caller has no transaction
    """
    return advance(book=book, count=1, now=now)[1]


def next_dossier_code(*, agency_id: int, agency_code: str, now: datetime) -> str:
    """Return the next dossier code of the receiving agency for the local day of acceptance (R-34, R-35, R-36).

    :raises ValueError: the agency has no code
    :raises TransactionManagementError: the caller has no transaction
    """
    day = local_day(now)
    order = next_number(book=BookKey(DOSSIERS, agency_id, day.isoformat()), now=now)
    return dossier_code(agency_code, day, order)
