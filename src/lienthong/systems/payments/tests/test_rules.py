"""The code of a transfer, checked against examples that were published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.systems.payments import rules

# NAPAS, "Định dạng kỹ thuật mã VietQR": a transfer to an account without an amount, and one that fixes it.
STATIC = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
DYNAMIC = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704540618000058"
    "02VN62340107NPS68690819thanh toan don hang63042E2E"
)


def test_a_transfer_without_amount_is_the_published_example() -> None:
    assert rules.transfer_code(bank="970403", account="0011012345678") == STATIC


def test_the_checksum_of_the_published_example_with_an_amount_fits() -> None:
    assert rules.crc(DYNAMIC[:-4]) == DYNAMIC[-4:]
    made = rules.transfer_code(bank="970403", account="0011012345678", amount=180000, purpose="NPS6869")
    assert made.startswith(DYNAMIC[: DYNAMIC.index("6234")])


FIGURES = st.text("0123456789", min_size=6, max_size=6)


@given(bank=FIGURES, account=st.text("0123456789ABCXYZ", min_size=3, max_size=19), amount=st.integers(1, 10**11))
def test_every_code_can_be_taken_apart_again(bank: str, account: str, amount: int) -> None:
    text, fields = rules.transfer_code(bank=bank, account=account, amount=amount, purpose="LT"), {}
    rest = text
    while rest:
        tag, length = rest[:2], int(rest[2:4])
        fields[tag], rest = rest[4 : 4 + length], rest[4 + length :]
    assert fields["54"] == str(amount)
    assert fields["63"] == rules.crc(text[:-4])
    assert bank in fields["38"]
    assert account in fields["38"]


@pytest.mark.parametrize("purpose", ["x" * 26, "x" * 200])
def test_a_purpose_that_no_bank_takes_is_refused(purpose: str) -> None:
    with pytest.raises(ValueError, match="x"):
        rules.transfer_code(bank="970403", account="1", purpose=purpose)


def test_a_bar_inside_a_value_fits_no_signature() -> None:
    values = ["a|b", "c"]
    assert rules.signature(values, "k") == rules.signature(["a", "b|c"], "k")
    assert not rules.is_signed(values, "k", rules.signature(values, "k"))


def test_without_a_key_nothing_is_believed() -> None:
    assert not rules.is_signed(["a"], "", rules.signature(["a"], ""))


@pytest.mark.parametrize("given", [0, -1, 1.5, "75000", True, None, 10**12])
def test_r51_only_whole_dong_are_an_amount(given: object) -> None:
    assert not rules.is_amount(given)
