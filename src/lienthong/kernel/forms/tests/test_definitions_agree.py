"""Over definitions that nobody wrote: the page and the schema say the same, in the same places."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.forms.compiled import CompiledForm
from lienthong.kernel.forms.contracts import FieldDescription, FieldKind, FormDescription, SectionDescription
from lienthong.kernel.forms.rules import describe, write
from lienthong.kernel.forms.rules.shaping import decimal_number, iso_day, whole_number
from lienthong.kernel.forms.rules_check import find_errors

K = FieldKind
WHOLE = (K.INTEGER, K.MONEY)
CODES = ("a", "b", "c")
CHOICES = tuple((code, f"Chọn {code}") for code in CODES)
SIMPLE = (
    K.TEXT, K.TEXTAREA, *WHOLE, K.NUMBER, K.DATE, K.CHOICE, K.CHECKBOX, K.PHONE, K.EMAIL, K.PERSONAL_NUMBER,
    K.BUSINESS_CODE,
)  # fmt: skip
WIDGETS = {K.TEXTAREA: "textarea", K.MONEY: "money"}
LETTERS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
TEXT = st.one_of(
    LETTERS,
    st.text(alphabet="0123456789.,- +", max_size=13),
    st.sampled_from(
        ["", "  ", "An", "a", "b", "056190000002", "0912345678", "0100109106", "31/02/2026", "20/03/1985", "1.250,5",
         "7", "-3", "an@x.vn"]
    ),
)  # fmt: skip


@st.composite
def limits(draw: Any, kind: FieldKind) -> dict[str, Any]:
    """Draw the rules that narrow an answer of a kind."""
    found: dict[str, Any] = {}
    if kind in (K.TEXT, K.TEXTAREA):
        found = {"minLength": draw(st.integers(0, 3)), "maxLength": draw(st.integers(3, 9))}
    elif kind in (*WHOLE, K.NUMBER):
        found = {"minimum": draw(st.integers(-5, 5)), "maximum": draw(st.integers(6, 2000))}
    elif kind is K.CHECKBOX and draw(st.booleans()):
        found = {"const": True}
    return {name: value for name, value in found.items() if draw(st.booleans())}


@st.composite
def questions(draw: Any, name: str, before: tuple[FieldDescription, ...], *, in_row: bool = False) -> FieldDescription:
    """Draw a question of any kind that may depend on those before it."""
    kind = draw(st.sampled_from(SIMPLE if in_row else (*SIMPLE, K.CHOICES, K.GROUP)))
    columns: tuple[FieldDescription, ...] = ()
    if kind is K.GROUP:
        for at in range(draw(st.integers(1, 3))):
            columns = (*columns, draw(questions(f"c{at}", columns, in_row=True)))
    said = draw(limits(kind)) if kind is not K.GROUP else {"maxItems": draw(st.integers(1, 3))}
    deciding = [each for each in before if each.kind is K.CHOICE]
    condition = (
        f"{draw(st.sampled_from(deciding)).name} == 'a'" if deciding and not in_row and draw(st.booleans()) else ""
    )
    return FieldDescription(
        name, f"Câu {name}", kind, required=draw(st.booleans()), widget=WIDGETS.get(kind, ""), columns=columns,
        choices=CHOICES if kind in (K.CHOICE, K.CHOICES) else (), limits=said, condition=condition,
        max_length=said.get("maxLength"),
    )  # fmt: skip


@st.composite
def definitions(draw: Any) -> FormDescription:
    """Draw a whole form of one to six questions."""
    fields: tuple[FieldDescription, ...] = ()
    for at in range(draw(st.integers(1, 6))):
        fields = (*fields, draw(questions(f"q{at}", fields)))
    return FormDescription((SectionDescription("Phần", fields),))


def typed_of(field: FieldDescription) -> Any:
    """Draw what somebody may type for a question."""
    if field.kind is K.CHECKBOX:
        return st.booleans()
    if field.kind is K.CHOICES:
        return st.lists(st.sampled_from([*CODES, "x"]), max_size=3, unique=True)
    if field.kind is K.GROUP:
        return st.lists(st.fixed_dictionaries({each.name: typed_of(each) for each in field.columns}), max_size=4)
    return TEXT


def is_empty(row: dict[str, Any]) -> bool:
    return not any(
        (isinstance(cell, bool) and cell) or (isinstance(cell, str) and cell.strip()) for cell in row.values()
    )


def sent_by_page(fields: tuple[FieldDescription, ...], typed: dict[str, Any]) -> QueryDict:
    """Return what a browser sends for it."""
    data = QueryDict(mutable=True)

    def put(name: str, value: Any) -> None:
        if isinstance(value, bool):
            data.setlist(name, ["on"] if value else [])
        else:
            data.setlist(name, value if isinstance(value, list) else [value])

    for field in fields:
        if field.name not in typed:
            continue
        if field.kind is K.GROUP:
            put(f"{field.name}-rows", str(len(typed[field.name])))
            for at, row in enumerate(typed[field.name]):
                for column, cell in row.items():
                    put(f"{field.name}-{at}-{column}", cell)
        else:
            put(field.name, typed[field.name])
    return data


def sent_by_machine(fields: tuple[FieldDescription, ...], typed: dict[str, Any]) -> dict[str, Any]:
    """Return what a machine sends for the same: numbers as numbers, days as ISO, boxes as booleans."""
    answers: dict[str, Any] = {}
    for field in fields:
        value = typed.get(field.name, False if field.kind is K.CHECKBOX else "")
        if field.kind is K.GROUP:
            value = [sent_by_machine(field.columns, row) for row in value or () if not is_empty(row)]
        elif isinstance(value, str) and field.kind in WHOLE:
            value = whole_number(value.strip())
        elif isinstance(value, str) and field.kind is K.NUMBER:
            value = decimal_number(value.strip())
        elif isinstance(value, str) and field.kind is K.DATE:
            value = iso_day(value.strip()) or value
        answers[field.name] = value
    return answers


@pytest.fixture(autouse=True, scope="module")
def _english() -> Any:
    with translation.override("en"):
        yield


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_page_and_schema_agree_on_forms_nobody_wrote(data: Any) -> None:
    description = data.draw(definitions())
    schema, ui = write(description)
    assert list(find_errors(schema, ui)) == []
    assert write(describe(schema, ui)) == (schema, ui)
    form = CompiledForm(key="x", version=1, title="X", schema=schema, ui=ui)
    typed = data.draw(st.fixed_dictionaries({}, optional={field.name: typed_of(field) for field in description.fields}))
    page = form.django_form(sent_by_page(description.fields, typed))
    answers = sent_by_machine(description.fields, typed)
    said = form.validate(answers)
    assert page.is_valid() is (said == ()), (page.errors, said)
    assert set(page.errors) == {error.path.partition(".")[0] for error in said}
    if page.is_valid():
        assert page.answers() == form.clean(answers)
        assert form.clean(page.answers()) == page.answers()
