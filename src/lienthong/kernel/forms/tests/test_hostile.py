"""Hostile forms and answers are refused in time and in words."""

from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Invalid
from lienthong.kernel.forms import queries
from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import ExpressionFailed
from lienthong.kernel.forms.rules.places import Era
from lienthong.kernel.forms.rules_check import find_errors

from .sample import GOOD, SCHEMA, UI, sample_form

TEXT = {"type": "string", "title": "A"}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = dict(TEXT)
    for _level in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


def form_of(part: Any, ui: Any = None) -> tuple[Any, Any]:
    return {"type": "object", "properties": {"a": part}}, ui or {}


@pytest.mark.parametrize(
    ("schema", "ui"),
    [
        form_of({"$ref": "http://127.0.0.1/secret"}),
        form_of({"$ref": "#"}),
        form_of({"allOf": [TEXT]}),
        form_of({**TEXT, "pattern": "(a+)+$" * 100}),
        form_of({**TEXT, "pattern": r"(?=a)b"}),
        form_of({**TEXT, "pattern": r"(a)\1"}),
        form_of({**TEXT, "pattern": "a{1000000}"}),
        form_of({**TEXT, "pattern": 7}),
        form_of({"type": "string", "enum": [str(number) for number in range(2_000)]}),
        form_of({"type": "string", "oneOf": [{"const": {"a": 1}}]}),
        form_of({"type": "string", "oneOf": [{"const": "a"}, {"const": "a"}]}),
        form_of({"type": "array", "items": {"type": "object", "properties": {"b": {"type": "array"}}}}),
        form_of({"type": "array", "maxItems": 10**9, "items": {"type": "object", "properties": {"b": TEXT}}}),
        form_of({"type": "object", "vnAddress": "any"}),
        form_of("text"),
        form_of(None),
        form_of(TEXT, {"condition": ["a"]}),
        form_of(TEXT, {"sections": [{"fields": "a"}]}),
        form_of(TEXT, {"groups": {"a": {"order": ["b"]}}}),
        form_of(TEXT, {"compute": {"a": "a"}}),
        ({"type": "object", "properties": {"a": TEXT}, "if": {}}, {}),
        ({"type": "object", "properties": {f"f{number}": TEXT for number in range(400)}}, {}),
        ({"type": "object", "properties": {"a": {**TEXT, "title": "x" * 400_000}}}, {}),
        ({"type": "object", "properties": {"_token": TEXT}}, {}),
        (nested(40), {}),
    ],
)
def test_a_form_that_could_hurt_is_refused(schema: Any, ui: Any) -> None:
    errors = list(find_errors(schema, ui))
    assert errors
    assert all(error.message for error in errors)


def test_the_sample_is_not_refused() -> None:
    assert list(find_errors(SCHEMA, UI)) == []


def test_a_pattern_that_hurts_elsewhere_takes_linear_time_here() -> None:
    schema, ui = form_of({**TEXT, "pattern": "^(a+)+$"})
    form = CompiledForm(key="k", version=1, title="K", schema=schema, ui=ui)
    assert [error.path for error in form.validate({"a": "a" * 50_000 + "!"})] == ["a"]


@pytest.mark.parametrize(
    "answers",
    [
        {f"x{number}": "1" for number in range(5_000)},
        {"name": "x" * 1_000_000},
        {"goods": [{}] * 1_000_000},
        {"goods": [[[[[[[]]]]]]]},
        {"home": {str(number): "" for number in range(2_000)}},
    ],
)
def test_answers_too_many_or_too_deep_are_not_read(answers: dict[str, Any]) -> None:
    assert [error.path for error in sample_form().validate(answers)] == [""]
    with pytest.raises(Invalid):
        sample_form().clean(answers)


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "a\x1bb"])
def test_characters_nobody_types_are_refused_where_they_stand(text: str) -> None:
    assert [error.path for error in sample_form().validate({**GOOD, "name": text})] == ["name"]


def test_a_row_count_made_up_by_a_browser_costs_nothing() -> None:
    page = sample_form().django_form({"goods-rows": "99999", "name": "An"})
    assert not page.is_valid()
    assert sample_form().django_form({"goods-rows": "9" * 5_000}).is_valid() is False


def test_a_sum_leaves_out_what_is_no_figure() -> None:
    assert queries.evaluate("sum(x)", {"x": [1, None, 2, "3", True]}) == 3
    with pytest.raises(ExpressionFailed):
        queries.evaluate("sum(x)", {"x": 5})


@pytest.mark.parametrize("era", list(Era))
def test_an_address_of_the_wrong_era_is_refused(era: Era) -> None:
    form = CompiledForm(
        key="k", version=1, title="K",
        schema={"type": "object", "properties": {"a": {**SCHEMA["properties"]["home"], "vnAddress": "two-tier"}}},
        ui={},
    )  # fmt: skip
    answer = {"era": era.value, "province": "01", "commune": "00004", "detail": "1"}
    assert bool(form.validate({"a": answer})) is (era is Era.BEFORE)
