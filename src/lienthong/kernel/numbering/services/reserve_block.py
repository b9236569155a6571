"""Sets numbers aside for those who will use them later: a counter without a network, a document signed at night."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, Remember
from lienthong.kernel.acts.extensions import act

from ..contracts import MANAGE, BlockInfo, BookKey, NumberState
from ..models import Book, ReservedBlock
from ..policy import BOOKS
from ..queries.blocks import block_info
from ..queries.formats import format_of
from ..rules import span_of
from .advance import Advance, Written, advance
from .refusals import reason_missing
from .take_number import written

MOST_NUMBERS, LONGEST_HOLDER = 10_000, 200


@dataclass(frozen=True, slots=True)
class Reservation:
    """How many numbers, why, who will use them, for acts of which day, and until when; None sets no limit."""

    count: int
    reason: str
    holder: str = ""
    for_day: date | None = None
    expires_at: datetime | None = None


@transaction.atomic
def reserve_block(*, book: BookKey, wanted: Reservation, actor: Actor, now: datetime) -> BlockInfo:
    """Set the next numbers aside as part of an act of another app, which has asked who may.

    Whoever uses one names it with `use_reserved`; `return_block` gives the rest back, and after `expires_at` the rest
    expires. What is not used becomes void with that as the reason: a book shows every number.

    :raises ReasonMissing: nothing says what the numbers are for
    :raises Invalid: the count, the day or the end is out of range
    :raises BookClosed: the book was closed
    :raises NumberInserted: the day is before one that has a number
    """
    _check(wanted, book.period, now)
    by = Advance(
        count=wanted.count, state=NumberState.RESERVED, day=wanted.for_day, actor_name=actor.name,
        written=_written(book, wanted.for_day),
    )  # fmt: skip
    book_id, last, _text = advance(book=book, by=by, now=now)
    row = ReservedBlock.objects.create(
        book_id=book_id,
        first=last - wanted.count + 1,
        last=last,
        reason=wanted.reason.strip(),
        actor_name=actor.name,
        actor_user_id=actor.user_id,
        reserved_at=now,
        holder=wanted.holder.strip(),
        for_day=wanted.for_day,
        expires_at=wanted.expires_at,
    )
    return block_info(row)


@act(
    "numbering.book.reserve", subject=Book, policy=BOOKS, permission=MANAGE, label=gettext_lazy("Reserve numbers"),
    key="id", state_field="",
)  # fmt: skip
def reserve_in_book(subject: Book, *, wanted: Reservation, actor: Actor, now: datetime) -> tuple[BlockInfo, Remember]:
    """Set the next numbers of a book aside; see `reserve_block`."""
    key = BookKey(subject.kind, subject.agency_id, subject.period)
    block = reserve_block(book=key, wanted=wanted, actor=actor, now=now)
    subject.refresh_from_db(fields=["last", "last_given_at", "last_day"])
    return block, Remember({"first": block.first, "last": block.last, "holder": block.holder, "note": block.reason})


def _check(wanted: Reservation, period: str, now: datetime) -> None:
    if not wanted.reason.strip():
        raise reason_missing()
    errors = []
    if not 1 <= wanted.count <= MOST_NUMBERS:
        errors.append(FieldError("count", _("Reserve between 1 and %(most)s numbers") % {"most": MOST_NUMBERS}))
    if len(wanted.holder) > LONGEST_HOLDER or not wanted.holder.isprintable():
        errors.append(FieldError("holder", _("At most 200 letters")))
    span = span_of(period)
    if wanted.for_day is not None and span is not None and not span[0] <= wanted.for_day <= span[1]:
        errors.append(FieldError("for_day", _("This day does not belong to the period of the book")))
    if wanted.expires_at is not None and wanted.expires_at <= now:
        errors.append(FieldError("expires_at", _("The end of a reservation lies ahead")))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))


def _written(book: BookKey, for_day: date | None) -> Written:
    """Return how reserved numbers are written: as on their day, or on any day of the period."""
    found, span = format_of(book.kind, book.agency_id), span_of(book.period)
    day = for_day or (span[0] if span else None)
    return Written() if found is None or day is None else written(found, book.agency_id, day)
