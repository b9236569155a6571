"""The page and the schema say the same of whatever is sent."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.forms.rules import describe, normalize, write
from lienthong.kernel.forms.rules.shaping import decimal_number, iso_day, whole_number

from .sample import DESCRIPTION, FIELDS, GOOD, HOME, SCHEMA, UI, sample_form, typed

FORM = sample_form()
LETTERS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
DIGITS = st.text(alphabet="0123456789.- +", max_size=14)
TEXT = st.one_of(
    LETTERS, DIGITS, st.sampled_from(["", "  ", "An Bình", "056190000002", "0912345678", "31/02/2026", "1.250,5"])
)
ROW = st.fixed_dictionaries({}, optional={"what": TEXT, "count": TEXT, "price": TEXT})
PLACE = st.fixed_dictionaries(
    {},
    optional={
        "era": st.sampled_from(["two-tier", "three-tier", "x", ""]),
        "province": st.sampled_from(["56", "01", "99", ""]),
        "commune": st.sampled_from(["22366", "00004", "99999", ""]),
        "detail": LETTERS,
    },
)
SENT = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("name", "number", "company", "born", "phone", "mail", "area", "street"), TEXT),
        "way": st.sampled_from(["post", "desk", "", "bird"]),
        "days": st.lists(st.sampled_from(["t2", "t3", "t9"]), max_size=3),
        "goods": st.lists(ROW, max_size=5),
        "home": PLACE,
        "agree": st.booleans(),
    },
)


@pytest.fixture(autouse=True, scope="module")
def _english() -> Any:
    with translation.override("en"):
        yield


def query(sent: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in typed(sent).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def as_json(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what a machine would send for the same answers: numbers as numbers, days as ISO, boxes as booleans."""
    answers: dict[str, Any] = {"agree": False, **sent}
    if "born" in answers:
        answers["born"] = iso_day(answers["born"].strip()) or answers["born"]
    if "area" in answers:
        answers["area"] = decimal_number(answers["area"].strip())
    if "goods" in answers:
        answers["goods"] = [
            {name: whole_number(cell.strip()) if name != "what" else cell for name, cell in row.items()}
            for row in answers["goods"]
        ]
    if isinstance(answers.get("home"), dict) and not answers["home"].get("province"):
        answers["home"] = {name: text for name, text in answers["home"].items() if name not in {"era", "province"}}
    return answers


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SENT)
def test_page_and_schema_agree_on_whatever_is_sent(sent: dict[str, Any]) -> None:
    page = FORM.django_form(query(sent))
    said = FORM.validate(as_json(sent))
    assert page.is_valid() is (said == ())
    assert set(page.errors) == {error.path.partition(".")[0] for error in said}
    if page.is_valid():
        assert page.answers() == FORM.clean(as_json(sent))


def test_a_row_after_many_empty_ones_is_not_lost() -> None:
    sent: dict[str, Any] = {"goods": [{}, {}, {}, {}, {"what": "Cát"}]}
    assert "goods" in FORM.django_form(query(sent)).errors


@pytest.mark.parametrize("count", ["0", "00", " 0 "])
def test_a_row_of_nothing_but_a_zero_is_not_lost(count: str) -> None:
    assert "goods" in FORM.django_form(query({"goods": [{"count": count}]})).errors


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), LETTERS),
                    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(LETTERS, inner, max_size=3)),
                    max_leaves=8), st.sampled_from([field.name for field in FIELDS]))  # fmt: skip
def test_no_answer_of_any_shape_breaks_the_form(value: Any, name: str) -> None:
    said = FORM.validate({**GOOD, name: value})
    assert all(error.message for error in said)
    assert FORM.validate({**GOOD, name: value}) == said


def test_good_answers_of_every_kind_pass_on_both_ways() -> None:
    answers = {
        **GOOD, "home": HOME, "company": "0100109106", "area": "1.250,5", "days": ["t2"], "way": "post",
        "street": "Số 1",
        "goods": [{"what": "Gạch", "count": "2", "price": "1.500"}, {"what": "Cát", "count": "1", "price": "500"}],
    }  # fmt: skip
    page = FORM.django_form(query(answers))
    assert page.is_valid(), page.errors
    kept = page.answers()
    assert kept["total"] == 3500
    assert kept["goods"][0]["amount"] == 3000
    assert kept["home"]["commune"] == "22366"
    assert FORM.clean(kept) == kept


def test_what_is_sent_for_a_computed_answer_is_not_believed() -> None:
    assert FORM.clean({**GOOD, "total": 1}) == GOOD


def test_a_form_written_and_described_again_is_the_same() -> None:
    assert describe(SCHEMA, UI) == DESCRIPTION
    assert write(describe(SCHEMA, UI)) == (SCHEMA, UI)


def test_shaping_twice_changes_nothing() -> None:
    once = normalize(DESCRIPTION, {"phone": "+84 912 345 678", "company": "0100109106 001", "name": " A\u0301n "})
    assert once == {"phone": "0912345678", "company": "0100109106-001", "name": "Án"}
    assert normalize(DESCRIPTION, once) == once
