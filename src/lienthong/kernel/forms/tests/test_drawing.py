"""What is drawn quickly is what the component draws, and what a designer types is never markup."""

import re
from html import unescape
from typing import Any

import pytest
from django.template import Context, Template, engines
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import FieldDescription, FieldKind, FormDescription, SectionDescription
from lienthong.kernel.forms.forms.answers import Asked
from lienthong.kernel.forms.rules import write
from lienthong.kernel.forms.templatetags.forms import change_label

from .sample import FIELDS, GOOD, sample_form, typed

COMPONENT = CottonCompiler().process('<c-form.field :field="field" />')
PLAIN = [field.name for field in FIELDS if field.kind not in {FieldKind.ADDRESS, FieldKind.GROUP, FieldKind.ATTACHMENT}
         and not field.compute]  # fmt: skip
ELEMENT = re.compile(r"<(/?\w+)([^>]*)>|([^<]+)")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def parts(html: str) -> list[object]:
    """Return elements with their attributes in any order, and texts."""
    found: list[object] = []
    for tag, attributes, text in ELEMENT.findall(html):
        if tag:
            # Django gives a text area a width of its own, which CSS overrules; the component guesses what browsers
            # complete by the name of the field, here the designer says it.
            unlike = {"cols", "autocomplete"}
            given = {(name, unescape(value)) for name, value in ATTRIBUTE.findall(attributes) if name not in unlike}
            found.append((tag, frozenset(given)))
        elif text.strip():
            found.append(unescape(text).strip())
    return found


@pytest.mark.parametrize(
    "data", [None, {**typed(GOOD), "days": ["t2"], "street": "<b>&"}, {"name": "x", "way": "bird", "born": "x"}]
)
@pytest.mark.parametrize("name", PLAIN)
def test_a_question_is_drawn_as_the_component_draws_it(name: str, data: dict[str, Any] | None) -> None:
    page = sample_form().django_form(data)
    drawn = str(Asked(page.compiled.description.by_name[name], page[name]).html)
    drawn = re.sub(r'<p class="lt-small lt-2" data-lt-words.*?</p>', "", drawn)
    component = (
        f'<div data-lt-question="{name}">{engines["django"].from_string(COMPONENT).render({"field": page[name]})}</div>'
    )
    assert parts(drawn) == parts(component)


def test_words_of_a_designer_or_applicant_are_never_markup() -> None:
    evil = "<script>alert(1)</script>\"'"
    fields = tuple(
        FieldDescription(
            f"f{at}", evil, kind, help=evil,
            choices=((evil, evil),) if kind in {FieldKind.CHOICE, FieldKind.CHOICES} else (),
            columns=(FieldDescription("a", evil, FieldKind.TEXT, help=evil),) if kind is FieldKind.GROUP else (),
        )
        for at, kind in enumerate(FieldKind)
    )  # fmt: skip
    fields = (*fields, FieldDescription("sum", evil, FieldKind.MONEY, widget="money", compute="1", help=evil))
    schema, ui = write(FormDescription((SectionDescription(evil, fields, evil),)))
    form = CompiledForm(key="k", version=1, title="K", schema=schema, ui=ui)
    answers = {f"f{at}": evil for at in range(len(FieldKind))} | {"f15-rows": "1", "f15-0-a": evil, "f13-detail": evil}
    whole = Template('{% include "forms/answers.html" %}')
    for page in (form.django_form(), form.django_form(answers), form.django_form(initial=answers, only=frozenset())):
        drawn = whole.render(Context({"form": page}))
        assert "<script>" not in drawn
        assert "&lt;script&gt;" in drawn


def test_an_amount_stands_in_words_below_it() -> None:
    page = sample_form().django_form(
        {"goods-rows": "1", "goods-0-count": "2", "goods-0-price": "750.000", "goods-0-what": "Gạch"}
    )
    drawn = Template('{% include "forms/answers.html" %}').render(Context({"form": page}))
    assert "1.500.000 đồng" in drawn
    assert "Một triệu năm trăm nghìn đồng" in drawn


def test_a_page_that_asks_again_names_hidden_questions_and_sums() -> None:
    sent = {"way": "desk", "goods-rows": "1", "goods-0-what": "x", "goods-0-count": "2", "goods-0-price": "5"}
    said = sample_form().django_form(sent, judged=False).now_asked()
    assert said["hidden"] == ["street"]
    assert said["texts"]["id_goods-0-amount"] == said["texts"]["total"]
    assert said["words"]["total"] == "Mười đồng"


def test_every_difference_has_its_words() -> None:
    assert change_label("compute") != "compute"
    assert change_label("unknown") == "unknown"
