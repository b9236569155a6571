"""Templates: what is written is read back, whatever the template and the number; hostile templates are only refused."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ..rules import Template, TemplateWrong, Values, clashing, late_until, period_of, read_template, span_of

PARTS = st.sampled_from(["{year}", "{day}", "{symbol}", "{agency}", "{code}", "QĐ", "GPXD", "TB"])
SEPARATORS = st.sampled_from("/-.")
VALUES = st.builds(
    Values,
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["QĐ", "TB1"]),
    st.sampled_from(["UBND", "SXD"]),
    st.sampled_from(["H32", "H32.70"]),
)


@st.composite
def templates(draw: st.DrawFn) -> Template:
    before, behind = (draw(st.lists(PARTS, max_size=3)) for _side in range(2))
    digits = draw(st.sampled_from(["{number}", "{number:1}", "{number:4}"]))
    pieces = [*before, digits, *behind]
    return read_template("".join(piece + draw(SEPARATORS) for piece in pieces)[:-1])


@given(template=templates(), values=VALUES, number=st.integers(1, 10**8))
def test_what_is_written_is_read_back(template: Template, values: Values, number: int) -> None:
    assert template.read(template.write(number, values), values) == number


@given(template=templates(), values=VALUES, one=st.integers(1, 10**6), other=st.integers(1, 10**6))
def test_different_numbers_are_written_differently(template: Template, values: Values, one: int, other: int) -> None:
    assume(one != other)
    assert template.write(one, values) != template.write(other, values)


@given(template=templates(), values=VALUES)
def test_a_template_clashes_with_itself(template: Template, values: Values) -> None:
    assert clashing(template, values, template, values)


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    try:
        template = read_template(text)
    except TemplateWrong:
        return
    assert " " not in template.write(1, Values(date(2026, 1, 1)))


@given(template=templates(), values=VALUES, text=st.text(max_size=40))
def test_any_text_may_be_read_back(template: Template, values: Values, text: str) -> None:
    found = template.read(text, values)
    assert found is None or template.write(found, values) == text


def test_a_number_counts_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        read_template("{number}/a").write(0, Values(date(2026, 1, 1)))


def test_periods_are_years_or_days() -> None:
    assert period_of(date(2026, 10, 8), daily=False) == "2026"
    assert period_of(date(2026, 10, 8), daily=True) == "2026-10-08"
    assert span_of("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert late_until("2026", late_days=3) == date(2027, 1, 3)
    assert late_until("2026-10-08", late_days=0) == date(2026, 10, 8)
    for other in ("", "26", "٢٠٢٦", "2026-1-1", "2026-02-30", "0000", "x"):
        assert span_of(other) is None
        assert late_until(other, late_days=1) is None
