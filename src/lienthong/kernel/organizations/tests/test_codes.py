"""Identity codes of both forms: recognised, checked, converted there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.organizations import queries, rules
from lienthong.kernel.organizations.contracts import CodeForm

GROUPS = st.tuples(
    st.integers(0, 999), st.integers(0, 99), st.integers(0, 99), st.sampled_from("ABGHY"), st.integers(0, 99)
)
OLD = GROUPS.map(lambda g: f"{g[0]:03}.{g[1]:02}.{g[2]:02}.{g[3]}{g[4]:02}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.00.H47", "H47"),
        ("000.00.12.H47", "H47.12"),
        ("000.03.12.H47", "H47.12.03"),
        ("001.01.07.H53", "H53.07.01.001"),
        ("001.00.07.H53", "H53.07.00.001"),
    ],
)
def test_a_code_is_converted_there_and_back(old: str, new: str) -> None:
    assert rules.to_new_form(old) == new
    assert rules.to_old_form(new) == old


@given(OLD)
def test_every_old_code_survives_the_way_there_and_back(old: str) -> None:
    new = rules.to_new_form(old)
    assert new is not None
    assert rules.form_of(new) is CodeForm.NEW
    assert rules.to_old_form(new) == old
    assert {old, new} <= set(rules.spellings(old))
    assert set(rules.spellings(old)) == set(rules.spellings(new)) | {old}


@given(st.text(max_size=60))
def test_anything_may_be_asked(text: str) -> None:
    rules.check_code(text)
    assert rules.spellings(text) == () or rules.spellings(text)[0] == text.strip().upper()


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("", "empty"),
        ("H" * 36, "long"),
        ("h47.12", "letters"),
        ("H47-12", "letters"),
        ("47.H12", "shape"),
        ("00.00.12.H47", "shape"),
        ("H47.", "shape"),
        ("H47.12.03.A1", ""),
        ("Z01ABC", ""),
        ("000.00.12.H47", ""),
    ],
)
def test_what_is_wrong_with_a_code_is_told(code: str, wrong: str) -> None:
    assert rules.check_code(code) == wrong


@pytest.mark.parametrize("code", ["H32.22366", "H32.A1", "Z01ABC", "H32.1.2.3.4"])
def test_what_does_not_fit_the_old_form_is_not_forced_into_it(code: str) -> None:
    assert rules.to_old_form(code) is None
    assert rules.spellings(code) == (code,)


def test_short_groups_are_the_same_code() -> None:
    assert set(rules.spellings("H26.3")) == {"H26.3", "H26.03", "000.00.03.H26"}


def test_codes_of_level_one_say_whether_they_are_verified() -> None:
    known = queries.level_one_codes()
    assert len(known) == 88
    assert known["H53"].verified
    assert not known["H32"].verified
