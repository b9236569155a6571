"""What addresses and forms are given, however it is written, and what a refusal leaves on a form."""

from datetime import date
from typing import ClassVar

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ui.contracts import read_day
from lienthong.kernel.ui.services import day_asked, day_field, page_asked, shown_on, words_asked

SHAPES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d")


@given(st.dates(date(1000, 1, 1)), st.sampled_from(SHAPES))
def test_a_day_is_read_however_it_is_written(day: date, shape: str) -> None:
    assert read_day(f" {day:{shape}} ") == day


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "1/1/26", "01/02-2026", "2026-1-2", "١/١/٢٠٢٦", "0" * 9, "32/13/0000"]
)
def test_what_is_no_day_is_nothing(text: str) -> None:
    assert read_day(text) is None


class Asked(forms.Form):
    day = day_field("Day", required=False)


def test_a_field_takes_a_day_and_shows_one() -> None:
    form = Asked({"day": "3.1.2026"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 1, 3)
    assert 'value="03/01/2026"' in str(Asked(initial={"day": date(2026, 1, 3)})["day"])
    assert Asked({"day": ""}).is_valid()
    assert not Asked({"day": "mai"}).is_valid()


@given(st.text(max_size=30))
def test_an_address_is_answered_whatever_stands_in_it(text: str) -> None:
    request = RequestFactory().get("/", {"trang": text, "ngay": text, "q": text})
    assert 1 <= page_asked(request) <= 10_000
    day, is_wrong = day_asked(request)
    assert is_wrong == (bool(text.strip()) and read_day(text) != day)
    assert "\0" not in words_asked(request)


def test_an_address_names_a_day_or_today() -> None:
    make = RequestFactory()
    assert day_asked(make.get("/", {"ngay": "03052026"})) == (date(2026, 5, 3), False)
    assert day_asked(make.get("/")) == (timezone.localdate(), False)
    assert day_asked(make.get("/", {"ngay": "1/1/1500"})) == (timezone.localdate(), True)


class Refused(Exception):
    code: ClassVar[str] = "refused"

    def __init__(self, status: int, *errors: object) -> None:
        self.message, self.status, self.errors = "No.", status, errors


class Wrong:
    def __init__(self, path: str) -> None:
        self.path, self.message = path, f"No {path}."


class Versioned(Asked):
    version = forms.IntegerField(required=False)


def test_a_refusal_stands_beside_its_field_or_above_the_form() -> None:
    form = Asked({"day": ""})
    with shown_on(form):
        raise Refused(422, Wrong("day"), Wrong("elsewhere"))
    assert form.errors == {"day": ["No day."], "__all__": ["No elsewhere."]}
    form = Asked({"day": ""})
    with shown_on(form):
        raise Refused(409)
    assert form.errors == {"__all__": ["No."]}


@pytest.mark.parametrize(("form", "status"), [(Asked, 403), (Asked, 404), (Versioned, 409)])
def test_a_refusal_that_the_form_cannot_mend_goes_on(form: type[forms.Form], status: int) -> None:
    with pytest.raises(Refused), shown_on(form({"day": ""})):
        raise Refused(status)
    with pytest.raises(ZeroDivisionError), shown_on(form({"day": ""})):
        raise ZeroDivisionError
