"""Numbers, amounts and places of Viet Nam."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.forms.rules import numbers
from lienthong.kernel.forms.rules.money import DIGITS, money_words, number_words
from lienthong.kernel.forms.rules.places import Era, address_problem, address_text, communes, provinces
from lienthong.kernel.forms.rules.shaping import decimal_number, number_text, whole_number


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("056190000002", ""),
        ("001099012345", ""),
        ("101190000002", ""),
        ("05619000000", "length"),
        ("05619000000a", "digits"),
        ("٠٥٦١٩٠٠٠٠٠٠٢", "digits"),
        ("003190000002", "place"),
        ("099190000002", "place"),
        ("056990000002", "century"),
    ],
)
def test_a_personal_number_says_where_and_in_which_century(number: str, problem: str) -> None:
    assert numbers.personal_number_problem(number) == problem


def test_the_codes_of_places_are_those_of_the_provinces() -> None:
    assert frozenset(f"0{code}" for code in provinces(Era.BEFORE)) == numbers.PROVINCE_CODES
    assert frozenset(f"0{code}" for code in provinces(Era.NOW)) <= numbers.PROVINCE_CODES


@pytest.mark.parametrize("code", ["0100109106", "0100109106-001", "0101248141", "0300588569"])
def test_real_business_codes_pass(code: str) -> None:
    assert numbers.business_code_problem(code) == ""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("0100109107", "check"),
        ("010010910", "shape"),
        ("0100109106-000", "shape"),
        ("0100109106001", "shape"),
        ("", "shape"),
    ],
)
def test_wrong_business_codes_do_not(code: str, problem: str) -> None:
    assert numbers.business_code_problem(code) == problem


@given(st.integers(min_value=0, max_value=9), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_of_a_business_code_is_always_found(place: int, more: int) -> None:
    code = "0100109106"
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    assert numbers.business_code_problem(wrong) == "check"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+84 912 345 678", "0912345678"), ("84912345678", "0912345678"), ("0084912345678", "0912345678"),
     ("0258 3822 222", "02583822222"), ("(+84) 912.345.678", "0912345678")],
)  # fmt: skip
def test_telephone_numbers_come_to_one_shape(typed: str, kept: str) -> None:
    assert numbers.tidy_phone(typed) == kept
    assert numbers.is_phone(kept)


@pytest.mark.parametrize("number", ["", "12", "1912345678", "09123456789", "0112345678", "091234567"])
def test_other_numbers_are_no_telephone(number: str) -> None:
    assert not numbers.is_phone(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (24, "hai mươi bốn"),
        (25, "hai mươi lăm"), (101, "một trăm lẻ một"), (110, "một trăm mười"), (1_005, "một nghìn không trăm lẻ năm"),
        (1_015, "một nghìn không trăm mười lăm"), (1_000_005, "một triệu không trăm lẻ năm"),
        (1_005_000, "một triệu không trăm lẻ năm nghìn"), (21_000_000, "hai mươi mốt triệu"), (10**9, "một tỷ"),
        (10**9 + 5, "một tỷ không trăm lẻ năm"), (2_500_000, "hai triệu năm trăm nghìn"), (-3, "âm ba"),
        (1_234_567_890, "một tỷ hai trăm ba mươi bốn triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_papers_say_them(number: int, words: str) -> None:
    assert number_words(number) == words


UNITS = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "lăm": 5}
GROUPS = {"nghìn": 10**3, "triệu": 10**6}


def heard(words: str) -> int:
    """Read a number from its words the slow way: another road than the one that wrote them."""
    whole = group = value = 0
    for word in words.split():
        if word == "tỷ":
            whole, group, value = (whole + group + value) * 10**9, 0, 0
        elif word in GROUPS:
            group, value = group + value * GROUPS[word], 0
        elif word == "trăm":
            value *= 100
        elif word == "mươi":
            value = value // 10 * 10 + value % 10 * 10 if value < 10 else value // 100 * 100 + value % 100 * 10
        elif word == "mười":
            value += 10
        elif word != "lẻ":
            value += UNITS[word]
    return whole + group + value


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_a_number_said_is_the_number_heard(number: int) -> None:
    assert heard(number_words(number)) == number


def test_an_amount_too_large_to_be_said_is_not_said() -> None:
    assert money_words(10**18) == ""
    assert money_words(1_500_000) == "Một triệu năm trăm nghìn đồng"
    with pytest.raises(ValueError, match="too large"):
        number_words(10**18)


def places_of(era: Era) -> Iterator[tuple[str, str]]:
    return ((province, place.code) for province in provinces(era) for place in communes(era, province))


@pytest.mark.parametrize(("era", "most", "all_communes"), [(Era.NOW, 34, 3321), (Era.BEFORE, 63, 10_035)])
def test_both_eras_hold_the_official_number_of_places(era: Era, most: int, all_communes: int) -> None:
    assert len(provinces(era)) == most
    assert len(set(places_of(era))) == all_communes
    assert all(address_problem(era, *place) == "" for place in places_of(era))


def test_an_address_is_written_with_its_district_where_there_was_one() -> None:
    assert address_text(Era.NOW, "56", "22366", "12 Trần Phú") == "12 Trần Phú, Phường Nha Trang, Tỉnh Khánh Hoà"
    assert address_text(Era.BEFORE, "56", "22489").count(", ") == 2
    assert address_problem(Era.NOW, "56", "00004") == "commune"
    assert address_problem(Era.NOW, "02", "00004") == "province"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1.250,75", 1250.75), ("125,5", 125.5), ("125.5", 125.5), ("1.250", 1250), ("-3", -3), ("1,2,3", "1,2,3")],
)
def test_numbers_are_read_as_people_write_them(typed: str, kept: object) -> None:
    assert decimal_number(typed) == kept


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_a_number_survives_being_shown_and_typed_again(number: int) -> None:
    assert whole_number(number_text(number)) == number


def test_a_flood_of_digits_stays_text() -> None:
    assert whole_number("9" * 5_000) == "9" * 5_000
