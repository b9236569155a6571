"""Numbers of the past: given in the order of time, and the books left where the next number follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel.numbering.contracts import BookKey

from .organisation import table
from .rhythm import day_of, year_of

DOSSIERS = "dossier"


@dataclass(frozen=True)
class Wanted:
    """Something that will want a number at a moment; `who` tells it apart."""

    who: int
    book: BookKey
    at: datetime


def dossier_book(agency_id: int, at: datetime) -> BookKey:
    """Return the book of dossier codes of an agency and a day."""
    return BookKey(DOSSIERS, agency_id, day_of(at))


def result_book(register: str, agency_id: int, at: datetime) -> BookKey:
    """Return the register of results of an agency and a year."""
    return BookKey(register, agency_id, year_of(at))


class Registers:
    """The numbers of one kind, in the order of time."""

    def __init__(self, wanted: Iterable[Wanted], *, on_paper: Mapping[str, int] | None = None) -> None:
        """Give each its number.

        :param on_paper: by period, how many numbers were given on paper before the program began
        """
        before = on_paper or {}
        self.numbers: dict[int, int] = {}
        self.books: dict[int, BookKey] = {}
        self._last: dict[BookKey, int] = {}
        self._opened: dict[BookKey, tuple[datetime, datetime]] = {}
        for each in sorted(wanted, key=lambda one: (one.at, one.who)):
            self._last[each.book] = self._last.get(each.book, before.get(each.book.period, 0)) + 1
            self.numbers[each.who] = self._last[each.book]
            self.books[each.who] = each.book
            first = self._opened.get(each.book, (each.at, each.at))[0]
            self._opened[each.book] = (first, each.at)

    def turn_to(self, who: int, *, at: datetime) -> None:
        """Turn the book to the page before this number, so that the act that follows is given exactly it."""
        book = self.books[who]
        rows = table("numbering.Book").objects
        place = {"kind": book.kind, "agency_id": book.agency_id, "period": book.period}
        before = self.numbers[who] - 1
        # Only what the program itself gives is written down number by number; the demonstration's own past is not.
        values = {"last": before, "recorded_after": before, "last_given_at": at, "last_day": None}
        rows.update_or_create(**place, defaults=values, create_defaults={**values, "opened_at": at})

    def close(self) -> None:
        """Leave every book at its last number."""
        book_table = table("numbering.Book")
        book_table.objects.bulk_create(
            [
                book_table(
                    kind=book.kind,
                    agency_id=book.agency_id,
                    period=book.period,
                    last=last,
                    recorded_after=last,
                    opened_at=self._opened[book][0],
                    last_given_at=self._opened[book][1],
                )
                for book, last in self._last.items()
            ],
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["kind", "agency_id", "period"],
            update_fields=["last", "recorded_after", "opened_at", "last_given_at"],
        )
