"""What crosses the border of numbering: books, what was done to numbers, refusals."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.acts.contracts import Conflict, Invalid

SEE = "numbering.book.see"
MANAGE = "numbering.book.manage"
# Formats are the province's: what a document of a kind is called is not for each agency to say.
SET_FORMATS = "numbering.format.set"


@dataclass(frozen=True, slots=True)
class BookKey:
    """Names one run of numbers: what is numbered, by which agency, in which period ("2026", "2026-10-08")."""

    kind: str
    agency_id: int
    period: str


class NumberState(StrEnum):
    """What became of a number. A reserved one is set aside in a block and not used yet."""

    GIVEN = "given"
    RESERVED = "reserved"
    VOID = "void"


class BlockState(StrEnum):
    """How a block of reserved numbers stands; returned and expired ones left their unused numbers void."""

    OPEN = "open"
    USED = "used"
    RETURNED = "returned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class GivenTo:
    """What a number is given to: the kind of thing, its key, what it is called, and where it is shown."""

    subject_type: str = ""
    subject_key: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that was given, as it counts and as it is written."""

    book_id: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class VoidedNumberInfo:
    """A number that was given and then declared void."""

    number: int
    reason: str
    actor_name: str
    voided_at: datetime


@dataclass(frozen=True, slots=True)
class BookInfo:
    """A book as pages show it; `recorded_after` is the last number that was given before each was written down."""

    id: int
    key: BookKey
    label: str
    agency_name: str
    agency_code: str
    last: int
    next_text: str
    opened_at: datetime
    last_given_at: datetime
    closed_at: datetime | None
    closed_why: str
    is_final: bool
    recorded_after: int
    voids: int
    reserved: int
    version: int
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number of a book and what became of it."""

    number: int
    text: str
    state: NumberState
    given_to: GivenTo
    day: date | None
    given_at: datetime
    actor_name: str
    void_reason: str


@dataclass(frozen=True, slots=True)
class BlockInfo:
    """Numbers set aside together: for whom, for which day of the act, until when; `unused` are those not used yet."""

    uuid: UUID
    book_id: int
    first: int
    last: int
    state: BlockState
    reason: str
    holder: str
    for_day: date | None
    expires_at: datetime | None
    reserved_at: datetime
    actor_name: str
    unused: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def numbers(self) -> range:
        """Return the numbers of the block."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that a book should know of and does not, and why it is wrong."""

    book_id: int
    number: int


@dataclass(frozen=True, slots=True)
class FormatDraft:
    """How numbers of a kind are written, for all agencies or for one, and how long the year is kept open."""

    kind: str
    label: str
    template: str
    symbol: str = ""
    agency_code: str = ""
    is_daily: bool = False
    late_days: int = 0


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """A format as pages show it, with what its first numbers look like."""

    id: int
    draft: FormatDraft
    agency_name: str
    samples: tuple[str, ...] = field(default=())


class NumberNotGiven(Conflict):
    """The book has not given this number."""

    code = "numbering.not_given"


class NumberAlreadyVoid(Conflict):
    """The number was declared void before."""

    code = "numbering.already_void"


class BookClosed(Conflict):
    """The book was closed, or its agency has ended; nothing is numbered in it any more."""

    code = "numbering.book_closed"


class BookThere(Conflict):
    """The book was opened before."""

    code = "numbering.book_there"


class KindUnknown(Conflict):
    """Nobody said how numbers of this kind are written."""

    code = "numbering.kind_unknown"


class AbbreviationMissing(Conflict):
    """The format writes an abbreviation that the agency does not have."""

    code = "numbering.abbreviation_missing"


class PeriodOver(Conflict):
    """The period of the act is over, and its book takes nothing late."""

    code = "numbering.period_over"


class DayAhead(Conflict):
    """The act is dated in the future; a number is given on its day, or reserved for it."""

    code = "numbering.day_ahead"


class NumberInserted(Conflict):
    """The act is dated before one that has a number; none is inserted between numbers given."""

    code = "numbering.inserted"


class BlockOver(Conflict):
    """The block is used up, returned or expired."""

    code = "numbering.block_over"


class NumberNotFree(Conflict):
    """The number is not one of the block that still waits to be used."""

    code = "numbering.not_free"


class ReasonMissing(Invalid):
    """A number is only voided or reserved for a stated reason."""

    code = "numbering.reason_missing"
