"""Declaring a number void, for the acts that do so; the book is locked by the caller."""

from datetime import datetime

from lienthong.kernel.acts.contracts import Actor

from ..contracts import NumberState
from ..models import Book, GivenNumber, VoidedNumber
from .refusals import already_void, not_given, reason_missing


def declare_void(book: Book, numbers: list[int], *, reason: str, actor: Actor, now: datetime) -> None:
    """Declare numbers of a locked book void, for good; they are never given again.

    :raises ReasonMissing: no reason is stated
    :raises NumberNotGiven: the book has not reached one of them
    :raises NumberAlreadyVoid: one of them is void already
    """
    if not reason.strip():
        raise reason_missing()
    for number in numbers:
        if not 1 <= number <= book.last:
            raise not_given(number)
    # The lock on the book makes looking first safe.
    for number in VoidedNumber.objects.filter(book=book, number__in=numbers).values_list("number", flat=True):
        raise already_void(number)
    VoidedNumber.objects.bulk_create(
        VoidedNumber(
            book=book,
            number=number,
            reason=reason.strip(),
            actor_name=actor.name,
            actor_user_id=actor.user_id,
            voided_at=now,
        )
        for number in numbers
    )
    GivenNumber.objects.filter(book=book, number__in=numbers).update(state=NumberState.VOID)
