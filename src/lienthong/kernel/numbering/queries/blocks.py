"""Reservations."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from ..contracts import BlockInfo, BlockState, NumberState
from ..models import GivenNumber, ReservedBlock
from ..policy import BLOCKS

PAGE = 50


def get_block(*, uuid: UUID, viewer: Actor) -> BlockInfo:
    """Return one reservation with how its numbers are written.

    :raises NotFound: no such reservation in sight
    """
    row = BLOCKS.visible(ReservedBlock.objects.all(), viewer).filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such reservation."))
    return _with_numbers([row])[0]


def list_blocks(*, book_id: int, viewer: Actor, page: int = 1) -> tuple[tuple[BlockInfo, ...], bool]:
    """Return a page of the reservations of a book in sight, the newest first, and whether more follow."""
    rows = BLOCKS.visible(ReservedBlock.objects.filter(book_id=book_id), viewer).order_by("-first")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return _with_numbers(found[:PAGE]), len(found) > PAGE


def page_blocks(
    *, viewer: Actor, state: BlockState | None = None, after: int = 0, limit: int = PAGE
) -> tuple[tuple[BlockInfo, ...], int]:
    """Return reservations in sight in their order, and after which to go on, 0 at the end. Two statements."""
    rows = BLOCKS.visible(ReservedBlock.objects.filter(pk__gt=after), viewer).order_by("pk")
    if state is not None:
        rows = rows.filter(state=state)
    found = list(rows[: limit + 1])
    return _with_numbers(found[:limit]), found[limit - 1].pk if len(found) > limit else 0


def block_info(row: ReservedBlock) -> BlockInfo:
    """Return a reservation as others see it, with how its numbers are written. One statement."""
    return _with_numbers([row])[0]


def _with_numbers(rows: Iterable[ReservedBlock]) -> tuple[BlockInfo, ...]:
    listed = list(rows)
    texts: dict[tuple[int, int], tuple[str, str]] = {}
    by_book: dict[int, set[int]] = defaultdict(set)
    for row in listed:
        by_book[row.book_id] |= set(range(row.first, row.last + 1))
    for book_id, numbers in by_book.items():
        found = GivenNumber.objects.filter(book_id=book_id, number__in=numbers).values_list("number", "text", "state")
        texts |= {(book_id, number): (text, state) for number, text, state in found}
    return tuple(_info(row, texts) for row in listed)


def _info(row: ReservedBlock, texts: dict[tuple[int, int], tuple[str, str]]) -> BlockInfo:
    known = {number: texts.get((row.book_id, number), ("", "")) for number in range(row.first, row.last + 1)}
    return BlockInfo(
        uuid=row.uuid, book_id=row.book_id, first=row.first, last=row.last, state=BlockState(row.state),
        reason=row.reason, holder=row.holder, for_day=row.for_day, expires_at=row.expires_at,
        reserved_at=row.reserved_at, actor_name=row.actor_name,
        unused=tuple(number for number, (_text, state) in known.items() if state == NumberState.RESERVED),
        texts=tuple(text for text, _state in known.values()),
    )  # fmt: skip
