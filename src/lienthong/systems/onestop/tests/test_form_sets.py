"""Printed forms carry the number, title and legal basis of the day on which they are printed (R-61)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.systems.onestop.contracts import FormSet, PrintedForm
from lienthong.systems.onestop.printing import printed_form
from lienthong.systems.onestop.rules import form_on


@pytest.mark.parametrize(
    ("day", "number", "basis"),
    [
        (date(2019, 1, 6), "05", "Thông tư số 01/2018/TT-VPCP"),
        (date(2025, 9, 14), "05", "Thông tư số 01/2018/TT-VPCP"),
        (date(2025, 9, 15), "06", "Thông tư số 03/2025/TT-VPCP"),
        (date(2026, 11, 23), "06", "Thông tư số 03/2025/TT-VPCP"),
    ],
)
def test_r61_the_control_slip_is_numbered_by_the_circular_of_its_day(day: date, number: str, basis: str) -> None:
    form, said = printed_form("control-slip", day)
    assert (form.number, form.title, said) == (number, "Phiếu kiểm soát quá trình giải quyết hồ sơ", basis)


def test_r61_the_apology_has_another_name_since_2025() -> None:
    assert printed_form("apology", date(2025, 9, 14))[0].title == "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    assert printed_form("apology", date(2025, 9, 15))[0].title.startswith("Văn bản xin lỗi")


def test_the_notice_of_stopping_came_with_the_second_circular() -> None:
    assert printed_form("stop-notice", date(2026, 1, 1))[0].number == "05"
    with pytest.raises(KeyError):
        printed_form("stop-notice", date(2024, 1, 1))


@given(st.lists(st.dates(), min_size=1, unique=True), st.dates())
def test_r61_the_set_of_a_day_is_the_last_that_had_begun(starts: list[date], day: date) -> None:
    sets = [FormSet(start, start.isoformat(), {"x": PrintedForm("1", "X")}) for start in starts]
    begun = [start for start in starts if start <= day]
    assert form_on(sets, "x", day)[1] == (max(begun) if begun else min(starts)).isoformat()
