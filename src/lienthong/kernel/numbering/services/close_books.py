"""Books of an agency that is reorganised: its numbers stay its own, and nothing is numbered in them any more."""

from collections.abc import Collection, Mapping
from typing import ClassVar

from django.db.models import Count, F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.organizations.extensions import Handover, Mover

from ..models import Book


class Books(Mover):
    """Closes the books of the agency that ends; the successor counts in its own, so no number is given twice."""

    code: ClassVar[str] = "books"
    label: ClassVar[str | Promise] = _("Books of numbers")
    needs_successor: ClassVar[bool] = False
    # How an agency wrote its numbers stays with it: who follows has formats of its own, or those for all.
    columns: ClassVar[frozenset[str]] = frozenset({"numbering.book.agency_id", "numbering.numberformat.agency_id"})

    def count(self, agency_ids: Collection[int]) -> Mapping[int, int]:
        """Return how many books are open, by agency."""
        rows = Book.objects.filter(agency_id__in=agency_ids, closed_at__isnull=True)
        return dict(rows.values_list("agency_id").annotate(number=Count("pk")))

    def move(self, handover: Handover) -> int:
        """Close the books for good and return how many were open."""
        books = Book.objects.filter(agency_id=handover.source_id)
        closed = books.filter(closed_at__isnull=True).update(
            closed_at=handover.now, closed_why=handover.basis[:500], is_final=True, version=F("version") + 1
        )
        books.filter(is_final=False).update(is_final=True)
        return closed
