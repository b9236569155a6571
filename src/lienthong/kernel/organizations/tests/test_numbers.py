"""Numbers and names: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.organizations import rules


@given(st.text(max_size=60))
def test_cleaning_a_number_twice_changes_nothing(text: str) -> None:
    cleaned = rules.clean_number(text)
    assert rules.clean_number(cleaned) == cleaned
    assert not any(letter.isspace() or letter == "." for letter in cleaned)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.lists(st.sampled_from(" .\u00a0"), min_size=12, max_size=12))
def test_spaces_and_dots_do_not_matter(number: str, between: list[str]) -> None:
    typed = "".join(digit + mark for digit, mark in zip(number, between, strict=True))
    assert rules.clean_number(typed) == number
    assert rules.is_personal_number(rules.clean_number(typed))


@given(st.from_regex(r"[0-9A-Z]{8,20}", fullmatch=True))
def test_a_mask_shows_seven_signs_at_most(number: str) -> None:
    masked = rules.mask_number(number)
    assert masked == f"{number[:4]} •••• •{number[-3:]}"
    assert sum(letter.isalnum() for letter in masked) == 7


@given(st.text(max_size=7))
def test_a_short_number_needs_no_mask(number: str) -> None:
    assert rules.mask_number(number) == number


@pytest.mark.parametrize("number", ["056085000456", "225123456", "B1234567", "AB123456"])
def test_personal_numbers_cards_and_passports_are_known(number: str) -> None:
    assert rules.is_personal_number(number)


@pytest.mark.parametrize("number", ["", "05608500045", "0560850004567", "٠٥٦٠٨٥٠٠٠٤٥٦", "056085000456\n", "ABC1234567"])
def test_other_shapes_are_no_personal_numbers(number: str) -> None:
    assert not rules.is_personal_number(number)


@pytest.mark.parametrize(
    ("number", "known"),
    [("4201234567", True), ("4201234567-001", True), ("42012345670", False), ("4201234567-1", False)],
)
def test_enterprise_codes(number: str, known: bool) -> None:
    assert rules.is_business_code(number) is known


@given(st.text(max_size=80))
def test_a_tidy_line_stays_tidy(text: str) -> None:
    line = rules.tidy(text)
    assert rules.tidy(line) == line
    assert "\n" not in line
    assert "  " not in line


@pytest.mark.parametrize(("text", "writable"), [("Lê Thị Ngọc", True), ("Lê\0", False), ("Lê\u202eThị", False)])
def test_what_nobody_can_have_written_is_known(text: str, writable: bool) -> None:
    assert rules.is_writable(text) is writable
