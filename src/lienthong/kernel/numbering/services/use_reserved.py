"""Using, returning and letting expire the numbers of a block."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound, Remember
from lienthong.kernel.acts.extensions import act

from ..contracts import MANAGE, BlockState, GivenTo, NumberState, Taken
from ..models import Book, GivenNumber, ReservedBlock
from ..policy import BLOCKS
from .advance import LONGEST_TITLE
from .refusals import block_over, not_free
from .voiding import declare_void

PROGRAM = Actor.system("numbering")


@transaction.atomic
def use_reserved(
    *, block: UUID, given_to: GivenTo, actor: Actor, now: datetime, number: int | None = None, day: date | None = None
) -> Taken:
    """Give a number of a block to something, as part of an act of another app, which has asked who may.

    :param number: which; the first that is left when None
    :param day: of the act; that for which the block was reserved when None
    :raises NotFound: no such block
    :raises BlockOver: it is used up, returned or expired
    :raises NumberNotFree: this number of it is used or void, or not of it
    """
    row = _locked(block)
    state = BlockState(row.state)
    if state is BlockState.OPEN and row.expires_at is not None and row.expires_at <= now:
        state = BlockState.EXPIRED
    if state is not BlockState.OPEN:
        raise block_over(state)
    free = _unused(row).select_for_update().order_by("number")
    one = free.first() if number is None else free.filter(number=number).first()
    if one is None:
        raise not_free(number or row.last)
    one.state, one.day, one.given_at, one.actor_name = NumberState.GIVEN, day or row.for_day, now, actor.name[:200]
    one.subject_type, one.subject_key = given_to.subject_type, given_to.subject_key
    one.title, one.url = given_to.title[:LONGEST_TITLE], given_to.url[:LONGEST_TITLE]
    one.save()
    if not _unused(row).exists():
        row.state = BlockState.USED
        row.save(update_fields=["state"])
    return Taken(row.book_id, one.number, one.text)


@act(
    "numbering.block.use",
    subject=ReservedBlock,
    policy=BLOCKS,
    permission=MANAGE,
    key="uuid",
    label=gettext_lazy("Use a reserved number"),
    related=("book",),
)
def use_block(
    subject: ReservedBlock, *, given_to: GivenTo, number: int | None, day: date | None, actor: Actor, now: datetime
) -> tuple[Taken, Remember]:
    """Give a number of a block to something that is kept elsewhere; see `use_reserved`."""
    taken = use_reserved(block=subject.uuid, given_to=given_to, actor=actor, now=now, number=number, day=day)
    subject.refresh_from_db(fields=["state"])
    return taken, Remember({"number": taken.number, "given_to": given_to.subject_key})


@act(
    "numbering.block.return", subject=ReservedBlock, policy=BLOCKS, permission=MANAGE, key="uuid",
    label=gettext_lazy("Return the block"), states=frozenset({BlockState.OPEN.value}), related=("book",), danger=True,
    needs_reason=True,
)  # fmt: skip
def return_block(subject: ReservedBlock, *, reason: str, actor: Actor, now: datetime) -> Remember:
    """Give a block back: what was not used becomes void for this reason, so that the book shows every number."""
    return Remember({"void": _let_go(subject, BlockState.RETURNED, reason=reason, actor=actor, now=now)})


@transaction.atomic
def return_open_block(*, block: UUID, reason: str, actor: Actor, now: datetime) -> bool:
    """Give a block back as part of an act of another app, which has asked who may; say whether it was still open.

    :raises NotFound: no such block
    :raises ReasonMissing: no reason is stated
    """
    row = _locked(block)
    if row.state != BlockState.OPEN:
        return False
    _let_go(row, BlockState.RETURNED, reason=reason, actor=actor, now=now)
    row.save(update_fields=["state"])
    return True


def expire_blocks(*, now: datetime) -> int:
    """Let the blocks whose time is over expire, each in a transaction of its own, and return how many.

    Asked again, it finds none left; one that somebody works on waits for the next time.
    """
    late = ReservedBlock.objects.filter(state=BlockState.OPEN, expires_at__lte=now)
    expired = 0
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = late.select_for_update(skip_locked=True).filter(pk=pk).first()
            if row is None:
                continue
            _let_go(row, BlockState.EXPIRED, reason=_("The reservation expired unused."), actor=PROGRAM, now=now)
            row.save(update_fields=["state"])
            expired += 1
    return expired


def _locked(block: UUID) -> ReservedBlock:
    row = ReservedBlock.objects.select_for_update().filter(uuid=block).first()
    if row is None:
        raise NotFound(_("There is no such reservation."))
    return row


def _let_go(row: ReservedBlock, state: BlockState, *, reason: str, actor: Actor, now: datetime) -> list[int]:
    """Void what is left of a locked block, and return which numbers."""
    book = Book.objects.select_for_update().get(pk=row.book_id)
    left = list(_unused(row).select_for_update().order_by("number").values_list("number", flat=True))
    if left:
        declare_void(book, left, reason=reason, actor=actor, now=now)
    row.state = state
    return left


def _unused(row: ReservedBlock) -> QuerySet[GivenNumber]:
    return GivenNumber.objects.filter(
        book_id=row.book_id, number__range=(row.first, row.last), state=NumberState.RESERVED
    )
