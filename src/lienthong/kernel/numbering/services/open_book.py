"""Opening, closing and opening again a book."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit

from ..contracts import MANAGE, BookKey, BookThere
from ..models import Book
from ..policy import BOOKS
from ..rules import span_of
from .refusals import book_closed

LONGEST_KIND, MOST_BEFORE = 60, 10_000_000


def open_book(*, book: BookKey, after: int, reason: str, actor: Actor, now: datetime) -> int:
    """Open a book before its first number, and return its id; a book that nobody opened opens with its first number.

    :param after: the last number given on paper in this period; the book goes on after it
    :param reason: of going on after paper, kept in the history
    :raises NotPermitted: the actor does not look after the books of this agency
    :raises Invalid: the period is neither a year nor a day, or the number is out of range
    :raises BookThere: it is open already, or was
    """
    errors = []
    if not 0 < len(book.kind) <= LONGEST_KIND or not book.kind.isprintable():
        errors.append(FieldError("kind", _("Name the kind of number")))
    if span_of(book.period) is None:
        errors.append(FieldError("period", _("Write a year, as 2026, or a day, as 2026-10-08")))
    if not 0 <= after <= MOST_BEFORE:
        errors.append(FieldError("after", _("Write the last number given on paper, 0 when there is none")))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))
    row = Book(
        kind=book.kind, agency_id=book.agency_id, period=book.period, last=after, opened_at=now, last_given_at=now,
        recorded_after=after,
    )  # fmt: skip
    if not BOOKS.allows(actor, MANAGE, row):
        raise NotPermitted(_("Only those who look after the books of this agency may do this."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as there:
            raise BookThere(_("This book is there already.")) from there
        audit.record(
            subject_type="numbering.book", subject_key=str(row.pk), act="numbering.book.open", actor=actor, now=now,
            note=reason, data={"after": after},
        )  # fmt: skip
    return int(row.pk)


@act(
    "numbering.book.close", subject=Book, policy=BOOKS, permission=MANAGE, label=gettext_lazy("Close the book"),
    key="id", state_field="", danger=True, needs_reason=True,
)  # fmt: skip
def close_book(subject: Book, *, reason: str, actor: Actor, now: datetime) -> Remember:  # noqa: ARG001  acts are told who acts
    """Close a book: nothing is numbered in it any more until it is opened again; what was given stays.

    :raises BookClosed: it is closed already
    """
    if subject.closed_at is not None:
        raise book_closed(final=subject.is_final)
    subject.closed_at, subject.closed_why = now, reason.strip()[:500]
    return Remember({"last": subject.last})


@act(
    "numbering.book.reopen", subject=Book, policy=BOOKS, permission=MANAGE, label=gettext_lazy("Open the book again"),
    key="id", state_field="", needs_reason=True,
)  # fmt: skip
def reopen_book(subject: Book, *, reason: str, actor: Actor, now: datetime) -> Remember:  # noqa: ARG001  acts are told who acts
    """Open a closed book again, which goes on after its last number; not when its agency has ended.

    :raises BookClosed: its agency has ended
    """
    if subject.is_final:
        raise book_closed(final=True)
    subject.closed_at, subject.closed_why = None, ""
    return Remember({"last": subject.last})
