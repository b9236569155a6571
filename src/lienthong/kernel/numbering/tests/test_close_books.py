"""Books of an agency that is reorganised are closed: nothing is numbered in them any more, and nothing is lost."""

from datetime import UTC, date, datetime

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.numbering.contracts import BookClosed, BookKey
from lienthong.kernel.numbering.queries import get_last_number
from lienthong.kernel.numbering.services import next_number
from lienthong.kernel.numbering.services.close_books import Books
from lienthong.kernel.organizations.extensions import Handover

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
BOOK = BookKey("decision", 22, "2026")
pytestmark = pytest.mark.django_db


def test_a_closed_book_gives_no_number_and_the_successor_counts_in_its_own() -> None:
    books, handover = Books(), Handover(22, 23, date(2026, 10, 1), "NQ 1", Actor.system("thử"), NOW)
    assert next_number(book=BOOK, now=NOW) == 1
    assert books.count([22, 23]) == {22: 1}
    assert [books.move(handover), books.move(handover)] == [1, 0]
    assert books.count([22, 23]) == {}
    with pytest.raises(BookClosed):
        next_number(book=BOOK, now=NOW)
    assert get_last_number(book=BOOK) == 1
    assert next_number(book=BookKey("decision", 23, "2026"), now=NOW) == 1
