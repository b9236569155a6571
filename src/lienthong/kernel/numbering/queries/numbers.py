"""The numbers of a book, what became of them, and gaps, of which there must be none."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery

from lienthong.kernel.acts.contracts import Actor

from ..contracts import Gap, GivenTo, NumberLine, NumberState
from ..models import Book, GivenNumber, VoidedNumber
from ..policy import BOOKS

PAGE = 100
MOST_GAPS = 200
# Numbers that a book has counted and nobody wrote down, and numbers beyond its end.
_GAPS = """
SELECT book.id, counted.at FROM numbering_book book, generate_series(book.recorded_after + 1, book.last) AS counted(at)
WHERE book.id = ANY(%(books)s)
    AND NOT EXISTS (
        SELECT 1 FROM numbering_givennumber given WHERE given.book_id = book.id AND given.number = counted.at
    )
UNION ALL
SELECT given.book_id, given.number FROM numbering_givennumber given JOIN numbering_book book ON book.id = given.book_id
WHERE book.id = ANY(%(books)s) AND (given.number > book.last OR given.number < 1)
ORDER BY 1, 2 LIMIT %(most)s
"""


@dataclass(frozen=True)
class NumberFilter:
    """Which numbers of a book a list shows."""

    state: NumberState | None = None
    number: int | None = None
    before: int | None = None


def list_numbers(*, book_id: int, viewer: Actor, wanted: NumberFilter) -> tuple[tuple[NumberLine, ...], int]:
    """Return numbers of a book in sight, the last first, and before which to go on, 0 at the end. One statement."""
    found = list(_filtered(book_id, viewer, wanted)[: PAGE + 1])
    return tuple(_line(row) for row in found[:PAGE]), found[PAGE - 1].number if len(found) > PAGE else 0


def stream_numbers(*, book_id: int, viewer: Actor, wanted: NumberFilter) -> Iterator[NumberLine]:
    """Yield all numbers of the list, for a file."""
    for row in _filtered(book_id, viewer, wanted).iterator(chunk_size=500):
        yield _line(row)


def count_states(*, book_id: int, viewer: Actor) -> dict[NumberState, int]:
    """Return how many numbers of a book stand in each state. One statement."""
    rows = _in_sight(book_id, viewer).values_list("state").annotate(found=Count("pk")).order_by()
    return {NumberState(state): found for state, found in rows}


def find_gaps(*, viewer: Actor, book_id: int | None = None) -> tuple[Gap, ...]:
    """Return the numbers that the books in sight counted and nobody wrote down: none, unless somebody changed tables.

    :param book_id: of this book only
    """
    books = BOOKS.visible(Book.objects.all(), viewer)
    if book_id is not None:
        books = books.filter(pk=book_id)
    wanted = list(books.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, {"books": wanted, "most": MOST_GAPS})
        return tuple(Gap(int(book), int(number)) for book, number in cursor.fetchall())


def _in_sight(book_id: int, viewer: Actor) -> QuerySet[GivenNumber]:
    return GivenNumber.objects.filter(book__in=BOOKS.visible(Book.objects.filter(pk=book_id), viewer))


def _filtered(book_id: int, viewer: Actor, wanted: NumberFilter) -> QuerySet[GivenNumber]:
    reason = VoidedNumber.objects.filter(book_id=OuterRef("book_id"), number=OuterRef("number")).values("reason")[:1]
    rows = _in_sight(book_id, viewer).annotate(void_reason=Subquery(reason))
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.number is not None:
        rows = rows.filter(number=wanted.number)
    if wanted.before is not None:
        rows = rows.filter(number__lt=wanted.before)
    return rows.order_by("-number")


def _line(row: GivenNumber) -> NumberLine:
    return NumberLine(
        number=row.number, text=row.text or str(row.number), state=NumberState(row.state),
        given_to=GivenTo(row.subject_type, row.subject_key, row.title, row.url), day=row.day, given_at=row.given_at,
        actor_name=row.actor_name, void_reason=getattr(row, "void_reason", None) or "",
    )  # fmt: skip
