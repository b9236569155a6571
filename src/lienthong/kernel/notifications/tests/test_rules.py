"""Filling templates and masking addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.notifications.rules import fill, masked, placeholders


def test_every_placeholder_is_filled() -> None:
    assert fill("Hồ sơ {code} hẹn {due}.", {"code": "H32-1", "due": "17:30"}) == "Hồ sơ H32-1 hẹn 17:30."


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("{code}", {})


@given(st.text())
def test_a_value_is_never_read_for_placeholders(value: str) -> None:
    assert fill("<{a}>", {"a": value, "b": "!"}) == f"<{value}>"


def test_the_names_a_text_asks_for_are_known() -> None:
    assert placeholders("{a} {b_2} {a.__class__} {}") == {"a", "b_2"}


@pytest.mark.parametrize(
    ("address", "shown"), [("0900000123", "…123"), ("lan@example.com", "l…@example.com"), ("12", "12")]
)
def test_addresses_are_masked_in_lists(address: str, shown: str) -> None:
    assert masked(address) == shown
