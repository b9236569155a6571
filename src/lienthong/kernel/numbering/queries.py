"""Questions about books."""

from .contracts import BookKey, VoidedNumberInfo
from .models import Book, VoidedNumber


def get_last_number(*, book: BookKey) -> int:
    """Return the last number the book has given, 0 when it has given none."""
    rows = Book.objects.filter(kind=book.kind, agency_id=book.agency_id, period=book.period)
    return rows.values_list("last", flat=True).first() or 0


def list_voided(*, book: BookKey) -> tuple[VoidedNumberInfo, ...]:
    """Return the void numbers of a book, in order."""
    rows = VoidedNumber.objects.filter(
        book__kind=book.kind, book__agency_id=book.agency_id, book__period=book.period
    ).order_by("number")
    return tuple(
        VoidedNumberInfo(number=row.number, reason=row.reason, actor_name=row.actor_name, voided_at=row.voided_at)
        for row in rows
    )
