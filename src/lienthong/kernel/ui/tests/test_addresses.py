"""Addresses in templates are those of Django, put together once."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, set_script_prefix

from lienthong.kernel.ui.addresses import page_address


def drawn(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_a_part_of_the_address_is_put_in_and_quoted() -> None:
    assert drawn("{% url 'onestop:dossier' number %}", number="H32.1-1") == "/ho-so/H32.1-1/"
    assert drawn("{% url 'onestop:dossier' number %}", number="a&'b") == "/ho-so/a&amp;&#x27;b/"


def test_the_same_number_as_text_and_as_number_are_not_mixed_up() -> None:
    assert page_address("onestop:dossier", "1") == page_address("onestop:dossier", 1)
    assert page_address("onestop:dossier", "1.0") != page_address("onestop:dossier", 1)


def test_the_place_of_the_site_is_heeded() -> None:
    before = page_address("onestop:inbox")
    set_script_prefix("/tinh/")
    try:
        assert page_address("onestop:inbox") == f"/tinh{before}"
    finally:
        set_script_prefix("/")


def test_an_address_kept_in_a_variable_may_be_missing() -> None:
    assert drawn("{% url 'nowhere:at-all' as found %}[{{ found }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'nowhere:at-all' %}")


def test_a_page_named_by_a_variable_is_found() -> None:
    assert drawn("{% url name %}", name="onestop:inbox") == page_address("onestop:inbox")


def test_the_address_of_a_file_is_found_and_safe() -> None:
    assert drawn("{% static 'ui/mark.svg' %}").endswith("ui/mark.svg")
    assert drawn("{% static name %}", name="a&b.css").endswith("a%26b.css")
