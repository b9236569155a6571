"""Rules over raw records: traps are shown, never hidden; nothing unusable enters."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.systems.procedures.contracts import FeeDoubt, ProblemCode, Tiers
from lienthong.systems.procedures.rules import (
    ReadRecord,
    Rejection,
    SourceFile,
    compare,
    content_hash,
    is_heading,
    official_words,
    read_record,
    read_source,
    split_steps,
)
from lienthong.systems.procedures.rules.sources import SourceRejectedError
from lienthong.systems.procedures.testing import raw_record


def accepted(**changes: Any) -> ReadRecord:
    record = read_record(raw_record(**changes))
    assert isinstance(record, ReadRecord)
    return record


def codes(record: ReadRecord) -> set[ProblemCode]:
    return {problem.code for problem in record.problems}


def method(**changes: Any) -> list[dict[str, Any]]:
    return [{"channel": "online", **changes}]


def test_a_complete_record_has_no_problem() -> None:
    assert accepted().problems == ()
    assert not accepted().incomplete


def test_free_with_a_note_that_states_a_fee_is_never_free() -> None:
    fees = [{"amount": 0, "label": "Miễn phí", "note": "Theo Thông tư 48/2022/TT-BTC", "note_has_amount": True}]
    record = accepted(methods=method(fees=fees))
    assert record.content["methods"][0]["fees"][0]["doubt"] == FeeDoubt.SEE_NOTE
    assert ProblemCode.FREE_BUT_NOTE in codes(record)


@pytest.mark.parametrize(
    "note",
    [
        "Thu 10.000 đồng mỗi bản",
        "Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quy định.",
        "Miễn lệ phí cho người thuộc hộ nghèo",
    ],
)
def test_a_note_by_which_some_pay_is_noticed_even_when_the_source_does_not_mark_it(note: str) -> None:
    record = accepted(methods=method(fees=[{"amount": 0, "note": note}]))
    assert ProblemCode.FREE_BUT_NOTE in codes(record)


def test_r7_a_time_limit_without_unit_is_kept_as_unknown() -> None:
    record = accepted(methods=method(time_limit={"value": 5, "unit": None}))
    assert record.content["methods"][0]["limit"] is None
    assert record.content["methods"][0]["limit_value"] == "5"
    assert ProblemCode.UNIT_MISSING in codes(record)


@pytest.mark.parametrize(
    ("value", "unit", "description", "code"),
    [
        (3, "working_day", "", "3wd"),
        (0.5, "working_day", "", "4wh"),
        (0, "hour", "", "same_day"),
        (8, "hour", "Không quá 8 giờ làm việc", "8wh"),
        (24, "hour", "", "24h"),
        (2, "month", "", "2m"),
        (1.25, "day", "", None),
    ],
)
def test_r7_time_limits_become_codes_of_the_calendar(
    value: float, unit: str, description: str, code: str | None
) -> None:
    record = accepted(methods=method(time_limit={"value": value, "unit": unit}, description=description))
    assert record.content["methods"][0]["limit"] == code


def test_a_fee_below_a_thousand_dong_is_doubted_but_dollars_are_not() -> None:
    record = accepted(methods=method(fees=[{"amount": 125, "currency": "VND"}, {"amount": 10, "currency": "USD"}]))
    assert [fee["doubt"] for fee in record.content["methods"][0]["fees"]] == [FeeDoubt.TOO_SMALL, None]


def test_papers_in_no_copy_are_notes() -> None:
    items = [{"name": "Tờ khai", "originals": 1, "copies": 0}, {"name": "Lưu ý: …", "originals": 0, "copies": 0}]
    record = accepted(documents=[{"items": items}])
    assert [item["is_note"] for item in record.content["documents"][0]["items"]] == [False, True]
    assert ProblemCode.PAPER_NOTES in codes(record)


@pytest.mark.parametrize("label", ["* Giấy tờ phải nộp:", "* Lưu ý :", "", "Thành phần hồ sơ, bao gồm:"])
def test_labels_that_part_papers_are_no_cases_to_choose_between(label: str) -> None:
    assert is_heading(label)


def test_a_case_is_a_case() -> None:
    assert not is_heading("Trường hợp đăng ký lần đầu, giấy tờ phải nộp:")


def test_district_words_and_the_source_of_2021_mean_three_tiers() -> None:
    assert accepted(implementing_agencies="Ủy ban nhân dân cấp Huyện").content["tiers"] == Tiers.THREE
    assert accepted(source="dvcqg-2021").content["tiers"] == Tiers.THREE
    assert accepted().content["tiers"] == Tiers.TWO


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("field", ProblemCode.NO_FIELD),
        ("levels", ProblemCode.NO_LEVEL),
        ("steps", ProblemCode.NO_STEPS),
        ("methods", ProblemCode.NO_METHODS),
        ("documents", ProblemCode.NO_PAPERS),
        ("results", ProblemCode.NO_RESULT),
        ("legal_bases", ProblemCode.NO_LEGAL_BASIS),
    ],
)
def test_a_missing_main_part_makes_a_record_incomplete_not_rejected(part: str, problem: ProblemCode) -> None:
    record = accepted(**{part: None})
    assert record.incomplete
    assert problem in codes(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"name": 7},
        {"name": "  "},
        {"code": "1001193"},
        {"code": None, "id": "x"},
        {"methods": "online"},
        {"methods": [{"channel": "fax"}]},
        {"methods": method(time_limit={"value": "3", "unit": "day"})},
        {"methods": method(fees=[{"amount": -1}])},
        {"documents": [{"items": [{"name": "Tờ khai", "originals": True}]}]},
        {"levels": ["commune", 3]},
        {"steps": [1]},
        {"source_url": "javascript:alert(1)"},
    ],
)
def test_wrong_types_and_malformed_codes_are_rejected_with_the_place(changes: dict[str, Any]) -> None:
    rejection = read_record(raw_record(**changes))
    assert isinstance(rejection, Rejection)
    assert next(iter(changes)) in rejection.reason or "id" in rejection.reason


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(part=st.sampled_from(sorted(raw_record())), value=JSON)
def test_whatever_stands_in_a_part_the_record_is_read_or_rejected(part: str, value: Any) -> None:
    outcome = read_record(raw_record(**{part: value}))
    kept = outcome.content if isinstance(outcome, ReadRecord) else [outcome.reason, outcome.name, outcome.code]
    stored = json.dumps(kept, ensure_ascii=False)
    assert "\\u0000" not in stored
    assert stored.encode().decode() == stored


def test_the_digest_ignores_the_order_of_keys() -> None:
    content = accepted().content
    assert content_hash(content) == content_hash(dict(reversed(list(content.items()))))


def test_changes_name_the_field_and_show_the_place() -> None:
    old, new = accepted(), accepted(conditions="Có hộ khẩu", name="Đăng ký khai sinh")
    assert {change.field for change in compare(old.content, new.content)} == {"name", "conditions"}
    assert compare(old.content, old.content) == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"procedures": [{"id": "1.00', "cắt cụt"),
        (b"", "rỗng"),
        (b"<html>", "không phải JSON"),
        (b'{"rows": []}', "procedures"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "JSON không cho phép"),
        (b'{"procedures": [NaN]}', "JSON không cho phép"),
    ],
)
def test_an_unusable_file_is_refused_in_one_clear_sentence(content: bytes, told: str) -> None:
    with pytest.raises(SourceRejectedError, match=told):
        read_source(SourceFile("x.json", content))


def test_steps_get_headings_and_remarks_stand_apart() -> None:
    steps, remarks = split_steps(["Bước 1: Nộp hồ sơ", "- Kiểm tra.\n+ Đủ thì nhận", "* Lưu ý:", "- Mang căn cước"])
    assert [step.heading for step in steps] == ["Nộp hồ sơ", "Kiểm tra."]
    assert steps[1].lines == ("+ Đủ thì nhận",)
    assert remarks == ("Mang căn cước",)


def test_everyday_words_lead_to_official_ones() -> None:
    assert official_words("lam so do") == "giấy chứng nhận quyền sử dụng đất"
    assert official_words("khai sinh") == ""
