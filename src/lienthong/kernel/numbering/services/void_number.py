"""Declares a number void."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit import services as audit

from ..contracts import MANAGE, BookKey
from ..events import NumberVoided
from ..models import Book
from ..policy import BOOKS
from .refusals import not_given
from .voiding import declare_void

VOID = "numbering.book.void"


@transaction.atomic
def void_number(*, book: BookKey, number: int, reason: str, actor: Actor, now: datetime) -> None:
    """Declare a number void as part of an act of another app, which has asked who may.

    :raises ReasonMissing: no reason is stated
    :raises NumberNotGiven: the book has not reached this number
    :raises NumberAlreadyVoid: it is void already
    """
    rows = Book.objects.select_for_update()
    row = rows.filter(kind=book.kind, agency_id=book.agency_id, period=book.period).first()
    if row is None:
        raise not_given(number)
    declare_void(row, [number], reason=reason, actor=actor, now=now)
    audit.record(
        subject_type="numbering.book",
        subject_key=str(row.pk),
        act=VOID,
        actor=actor,
        now=now,
        note=reason,
        data={"number": number},
    )


@act(
    VOID, subject=Book, policy=BOOKS, permission=MANAGE, label=gettext_lazy("Declare a number void"), key="id",
    state_field="", danger=True, needs_reason=True,
)  # fmt: skip
def void_in_book(
    subject: Book, *, number: int, reason: str, actor: Actor, now: datetime
) -> tuple[NumberVoided, Remember]:
    """Declare a number that was given void, for good; it stays in the book with the reason and is never given again.

    :raises NumberNotGiven: the book has not reached this number
    :raises NumberAlreadyVoid: it is void already
    """
    declare_void(subject, [number], reason=reason, actor=actor, now=now)
    fact = NumberVoided(subject.kind, subject.agency_id, subject.period, number, reason.strip(), now)
    return fact, Remember({"number": number})
