"""How codes and numbers are written."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.calendars.contracts import local_day

from .. import extensions
from ..rules import dossier_code, is_dossier_code, official_number

AGENCIES = st.from_regex(r"[A-Y][0-9]{2}(\.[0-9]{2,3}){0,4}", fullmatch=True) | st.from_regex(
    r"[0-9]{3}(\.[0-9]{2,3}){2}\.[A-Y][0-9]{2}", fullmatch=True
)


def test_r34_the_order_has_four_digits_and_widens_beyond() -> None:
    day = date(2026, 10, 8)
    assert dossier_code("H15.50.05.13", day, 975) == "H15.50.05.13-261008-0975"
    assert dossier_code("H15", day, 9999) == "H15-261008-9999"
    assert dossier_code("H15", day, 10_000) == "H15-261008-10000"


def test_r36_the_day_is_the_local_day_of_acceptance() -> None:
    assert local_day(datetime(2026, 10, 8, 16, 59, 59, tzinfo=UTC)) == date(2026, 10, 8)
    assert local_day(datetime(2026, 10, 8, 17, 0, tzinfo=UTC)) == date(2026, 10, 9)
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 10, 8))  # noqa: DTZ001  that is the mistake


@given(agency=AGENCIES, day=st.dates(date(2018, 1, 1), date(2099, 12, 31)), order=st.integers(1, 9_999_999))
def test_every_code_made_here_is_recognised(agency: str, day: date, order: int) -> None:
    code = dossier_code(agency, day, order)
    assert is_dossier_code(code)
    assert int(code.rsplit("-", 1)[1]) == order


@given(
    day=st.dates(date(2018, 1, 1), date(2099, 12, 31)),
    orders=st.lists(st.integers(1, 9_999_999), unique=True, min_size=2),
)
def test_different_orders_give_different_codes(day: date, orders: list[int]) -> None:
    assert len({dossier_code("H15", day, order) for order in orders}) == len(orders)


@given(st.text())
def test_any_text_may_be_asked(text: str) -> None:
    assert is_dossier_code(text) in {True, False}


@pytest.mark.parametrize(
    "code", ["H15.50.05.13-261008-0975", "000.00.05.H20-201008-0001", "G01.123.45-261008-0112345", "H15-261008-0001"]
)
def test_codes_of_both_generations_are_recognised(code: str) -> None:
    assert is_dossier_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "H15",
        "h15-261008-0001",
        "H15-261008-001",
        "H15-26108-0001",
        "Z15-261008-0001",
        "H15-261008-0001\n",
        "H15-٢٦١٠٠٨-0001",
    ],
)
def test_other_texts_are_not_codes(code: str) -> None:
    assert not is_dossier_code(code)


def test_an_official_number_stands_before_its_symbol() -> None:
    assert official_number(215, "GPXD") == "215/GPXD"
    assert official_number(7, "QĐ-UBND") == "07/QĐ-UBND"


@pytest.mark.parametrize(("number", "symbol"), [(0, "GPXD"), (-1, "GPXD"), (1, "")])
def test_a_number_counts_from_one_and_has_a_symbol(number: int, symbol: str) -> None:
    with pytest.raises(ValueError, match="from 1"):
        official_number(number, symbol)
    with pytest.raises(ValueError, match="from 1"):
        dossier_code(symbol, date(2026, 10, 8), number)


def test_books_without_a_format_are_called_as_their_system_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "_BOOKS", {})
    extensions.name_books("slip", "Slips")
    extensions.name_books("result.", "Results")
    assert [extensions.book_label(kind) for kind in ("slip", "result.GPXD", "other")] == [
        "Slips",
        "Results GPXD",
        "other",
    ]
