"""A form asks, validates and shows the same on the page and in the API."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, Invalid, NotFound
from lienthong.kernel.forms import queries
from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import FormRefused
from lienthong.kernel.forms.rules import iso_day, shown_day
from lienthong.kernel.forms.services import save_definition
from lienthong.kernel.forms.testing import make_form

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PACKAGES = Path(__file__).resolve().parents[3] / "systems" / "onestop" / "packages"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "Name", "minLength": 2, "maxLength": 10},
        "number": {"type": "string", "title": "Number", "format": "personal-number"},
        "born": {"type": "string", "title": "Born", "format": "date"},
        "phone": {"type": "string", "title": "Phone", "format": "phone"},
        "fee": {"type": "integer", "title": "Fee", "minimum": 1000},
        "way": {"type": "string", "title": "Way", "oneOf": [{"const": "post", "title": "By post"}, {"const": "desk"}]},
        "street": {"type": "string", "title": "Street"},
        "agree": {"type": "boolean", "title": "Agree"},
    },
    "required": ["name", "number", "way", "street"],
    "additionalProperties": False,
}
UI: dict[str, Any] = {
    "order": ["number"],
    "sections": [{"title": "Person", "fields": ["name", "number", "born", "phone"]}],
    "widgets": {"fee": "money"},
    "condition": {"street": "way == 'post'"},
    "autocomplete": {"name": "name"},
}
GOOD = {"name": "An", "number": "001099012345", "way": "desk"}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def form() -> CompiledForm:
    return CompiledForm(key="k", version=1, title="K", schema=SCHEMA, ui=UI)


def messages(form: CompiledForm, **changes: Any) -> dict[str, str]:
    return {error.path: error.message for error in form.validate({**GOOD, **changes})}


def test_good_answers_pass(form: CompiledForm) -> None:
    assert messages(form) == {}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("number", "00109901234", "A personal number has 12 digits, this one has 11"),
        ("number", "00109901234x", "A personal number has digits only"),
        ("name", "  ", "Enter: Name"),
        ("name", "x" * 11, "Name has at most 10 characters"),
        ("name", "x", "Name has at least 2 characters"),
        ("born", "2026-02-31", "Enter a day like 23/11/2026"),
        ("phone", "12", "Enter a telephone number of 10 digits, like 0912345678"),
        ("fee", 999, "Fee must be at least 1.000"),
        ("fee", "x", "Fee must be a whole number"),
        ("way", "bird", "Choose one of the answers offered for: Way"),
        ("way", "", "Choose: Way"),
        ("shoe", "42", "This form does not ask for it"),
    ],
)
def test_each_error_is_said_in_plain_words(form: CompiledForm, field: str, value: object, says: str) -> None:
    assert messages(form, **{field: value}) == {field: says}


@pytest.mark.parametrize(
    "wrong", [{"number": "123"}, {"name": ""}, {"born": "31/02/2026"}, {"fee": "99"}, {"way": "bird"}]
)
def test_page_and_api_say_the_same(form: CompiledForm, wrong: dict[str, str]) -> None:
    page = form.django_form({**GOOD, **wrong})
    [(field, value)] = wrong.items()
    api_value: object = int(value) if field == "fee" else value
    assert not page.is_valid()
    assert {name: list(errors) for name, errors in page.errors.items()} == {
        name: [text] for name, text in messages(form, **{field: api_value}).items()
    }


def test_a_page_takes_dates_and_money_as_people_write_them(form: CompiledForm) -> None:
    page = form.django_form({**GOOD, "born": "05031990", "fee": "1.200.000", "number": "001 099 012 345"})
    assert page.is_valid(), page.errors
    assert page.answers()["born"] == "1990-03-05"
    assert page.answers()["fee"] == 1_200_000
    assert page.answers()["number"] == "001099012345"


def test_a_question_that_is_not_asked_is_neither_required_nor_kept(form: CompiledForm) -> None:
    assert messages(form, way="post") == {"street": "Enter: Street"}
    assert form.clean({**GOOD, "street": "left over"}) == GOOD
    assert form.django_form(GOOD).is_valid()
    assert not form.django_form({**GOOD, "way": "post"}).is_valid()


def test_clean_refuses_wrong_answers_field_by_field(form: CompiledForm) -> None:
    with pytest.raises(Invalid) as refusal:
        form.clean({})
    assert [error.path for error in refusal.value.errors] == ["name", "number", "way"]


def test_answers_are_shown_as_people_read_them(form: CompiledForm) -> None:
    shown = form.display({**GOOD, "born": "1990-03-05", "fee": 1_200_000, "way": "post", "agree": True})
    assert shown[0] == ("Person", [("Name", "An"), ("Number", "001099012345"), ("Born", "05/03/1990")])
    assert shown[1][1] == [("Fee", "1.200.000 đồng"), ("Way", "By post"), ("Agree", "Yes")]


@given(st.dates(min_value=datetime(1900, 1, 1, tzinfo=UTC).date()))
def test_a_day_survives_being_shown_and_typed_again(day: Any) -> None:
    iso = day.isoformat()
    assert iso_day(shown_day(iso)) == iso
    assert iso_day(shown_day(iso).replace("/", "")) == iso


@pytest.mark.django_db
def test_the_same_form_again_keeps_its_version_and_a_change_makes_a_new_one() -> None:
    first = make_form(key="a", now=NOW)
    assert make_form(key="a", now=NOW) == first
    changed = make_form(key="a", now=NOW, properties={"x": {"type": "boolean", "title": "X"}})
    assert changed.version == 2
    assert queries.get_form(key="a").version == 2
    assert list(queries.get_form(key="a", version=1).description.by_name) == ["full_name"]
    queries.forget_compiled()


@pytest.mark.django_db
def test_an_unknown_form_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.get_form(key="nothing")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("schema", "ui", "place"),
    [
        ({"type": "array"}, {}, "schema"),
        ({"type": "object", "properties": {"a-b": {"type": "string"}}}, {}, "schema.properties.a-b"),
        ({"type": "object", "properties": {"a": {"type": "array"}}}, {}, "schema.properties.a"),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, {"help": {"b": "?"}}, "ui.help.b"),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}},
            {"condition": {"a": "__import__('os')"}},
            "ui.condition.a",
        ),
        ({"type": "object", "properties": {"a": {"type": "string", "maxLength": "x"}}}, {}, "schema"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_by_place(schema: Any, ui: Any, place: str) -> None:
    with pytest.raises(FormRefused) as refusal:
        save_definition(key="bad", title="Bad", schema=schema, ui=ui, actor=Actor.system("t"), now=NOW)
    assert place in [error.path for error in refusal.value.errors]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["2.000635", "1.008891", "1.004088"])
def test_the_forms_of_the_one_stop_shop_are_accepted(code: str) -> None:
    package = json.loads((PACKAGES / code / "form.json").read_text(encoding="utf-8"))
    info = save_definition(key=code, title=code, actor=Actor.system("t"), now=NOW, **package)
    compiled = queries.get_form(key=code)
    assert info.version == 1
    assert 5 <= len(compiled.description.fields) <= 10
    assert "<form" not in str(compiled.django_form())
    queries.forget_compiled()
