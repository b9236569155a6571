"""Sets numbers aside."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor

from ..contracts import BookKey
from ..models import ReservedBlock
from .advance import advance
from .refusals import reason_missing


@transaction.atomic
def reserve_block(*, book: BookKey, count: int, reason: str, actor: Actor, now: datetime) -> range:
    """Set the next `count` numbers aside and return them; the book goes on after them.

    :raises ReasonMissing: nothing says what the numbers are for
    :raises ValueError: fewer than one number is asked for
    """
    if count < 1:
        raise ValueError("a block has at least one number")
    if not reason.strip():
        raise reason_missing()
    book_id, last = advance(book=book, count=count, now=now)
    block = range(last - count + 1, last + 1)
    ReservedBlock.objects.create(
        book_id=book_id,
        first=block[0],
        last=last,
        reason=reason.strip(),
        actor_name=actor.name,
        actor_user_id=actor.user_id,
        reserved_at=now,
    )
    return block
