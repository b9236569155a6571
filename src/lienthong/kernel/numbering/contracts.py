"""What crosses the border of numbering: books, what was done to numbers, refusals."""

from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel.acts.contracts import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class BookKey:
    """Names one run of numbers: what is numbered, by which agency, in which period ("2026", "2026-10-08")."""

    kind: str
    agency_id: int
    period: str


@dataclass(frozen=True, slots=True)
class VoidedNumberInfo:
    """A number that was given and then declared void."""

    number: int
    reason: str
    actor_name: str
    voided_at: datetime


class NumberNotGiven(Conflict):
    """The book has not given this number."""

    code = "numbering.not_given"


class NumberAlreadyVoid(Conflict):
    """The number was declared void before."""

    code = "numbering.already_void"


class BookClosed(Conflict):
    """The agency of the book has ended; nothing is numbered in it any more."""

    code = "numbering.book_closed"


class ReasonMissing(Invalid):
    """A number is only voided or reserved for a stated reason."""

    code = "numbering.reason_missing"
