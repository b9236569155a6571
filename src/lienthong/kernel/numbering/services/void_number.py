"""Declares a number void."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor

from ..contracts import BookKey
from ..models import Book, VoidedNumber
from .refusals import already_void, not_given, reason_missing


@transaction.atomic
def void_number(*, book: BookKey, number: int, reason: str, actor: Actor, now: datetime) -> None:
    """Declare a number that was given void, for good; it is never given again.

    :raises ReasonMissing: no reason is stated
    :raises NumberNotGiven: the book has not reached this number
    :raises NumberAlreadyVoid: it is void already
    """
    if not reason.strip():
        raise reason_missing()
    row = (
        Book.objects.select_for_update()
        .filter(kind=book.kind, agency_id=book.agency_id, period=book.period, last__gte=number)
        .first()
    )
    if row is None or number < 1:
        raise not_given(number)
    # The lock on the book makes looking first safe.
    if VoidedNumber.objects.filter(book=row, number=number).exists():
        raise already_void(number)
    VoidedNumber.objects.create(
        book=row,
        number=number,
        reason=reason.strip(),
        actor_name=actor.name,
        actor_user_id=actor.user_id,
        voided_at=now,
    )
