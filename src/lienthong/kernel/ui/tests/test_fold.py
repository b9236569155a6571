"""Folding: what people type in a hurry finds what was written with care."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ui.contracts import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Khánh Hòa", "khanh hoa"),
        ("Khánh Hoà", "khanh hoa"),
        ("ĐẶNG  Thị\tĐào ", "dang thi dao"),
        ("Ứng Hoè, Ẫ, ữ, ệ, ợ, ỡ", "ung hoe, a, u, e, o, o"),
        ("", ""),
    ],
)
def test_diacritics_case_and_spaces_do_not_count(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâeêioôơuưyđĐÁÀẢÃẠắằẳẵặ Hh"))
def test_the_way_letters_are_composed_does_not_count(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
