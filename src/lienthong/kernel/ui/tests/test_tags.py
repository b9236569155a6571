"""Tags: addresses keep the other filters, clocks carry icon and words, fields are tied to their messages."""

import re
from datetime import UTC, datetime, timedelta

from django import forms
from django.test import RequestFactory

from lienthong.kernel.ui.contracts import ClockPhrase, ClockState
from lienthong.kernel.ui.words import NBSP

from .conftest import Draw

NOW = datetime(2026, 11, 23, 7, 15, tzinfo=UTC)


class Declaration(forms.Form):
    """One field of each layout."""

    name = forms.CharField(label="Họ và tên", max_length=50, error_messages={"required": "Nhập họ và tên"})
    number = forms.CharField(label="Số định danh", max_length=12, help_text="12 chữ số")
    opinion = forms.CharField(label="Ý kiến", widget=forms.Textarea, required=False)
    way = forms.ChoiceField(label="Cách nhận", choices=[("a", "Trực tuyến"), ("b", "Quầy")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Nhận tin", required=False)
    paper = forms.FileField(label="Giấy tờ", required=False)
    step = forms.CharField(widget=forms.HiddenInput, required=False)


def test_an_address_changes_one_parameter_and_keeps_the_rest(draw: Draw) -> None:
    assert draw('{% address sau="12" %}') == "?loc=buoc&amp;sau=12"
    assert draw("{% address sau=None %}") == "?loc=buoc"
    assert draw('{% address loc="" sau="" %}') == "?"


def test_an_icon_is_hidden_from_readers_of_screens(draw: Draw) -> None:
    drawn = draw('{% icon "check" "lt-i-l" %}')
    assert 'class="lt-i lt-i-l"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert "ui/icons.svg#check" in drawn


def test_a_clock_says_its_state_by_icon_words_and_colour(draw: Draw) -> None:
    late = draw("{% clock due now remaining=-225 %}", due=NOW, now=NOW)
    assert 'class="lt-clock lt-late"' in late
    assert "#alert-triangle" in late
    assert "trễ 3 giờ 45 phút" in late.replace(NBSP, " ")


def test_a_short_clock_adds_the_due_hour(draw: Draw) -> None:
    drawn = draw("{% clock due now remaining=135 short=True %}", due=NOW + timedelta(hours=2), now=NOW)
    assert "16:15" in drawn
    assert draw("{% clock %}") == ""


def test_words_of_a_query_are_drawn_and_escaped(draw: Draw) -> None:
    assert "&lt;b&gt;" in draw("{{ phrase|clock_words }}", phrase=ClockPhrase(ClockState.RUN, "<b>"))
    assert draw("{{ phrase|clock_words }}", phrase=None) == ""


def test_what_is_not_known_is_said_by_nothing(draw: Draw) -> None:
    for name in (
        "moment",
        "day",
        "full_day",
        "hour",
        "iso",
        "money",
        "figure",
        "percent",
        "mask_number",
        "working_time",
    ):
        assert draw("{{ value|" + name + " }}", value=None) == ""


def test_zero_is_a_figure(draw: Draw) -> None:
    assert draw("{{ value|figure }} {{ value|money }}", value=0).replace(NBSP, " ") == "0 0 đồng"


def test_dates_are_machine_readable_beside_the_words(draw: Draw) -> None:
    drawn = draw('<c-time :at="at" />', at=NOW)
    assert 'datetime="2026-11-23T14:15+07:00"' in drawn
    assert "thứ Hai 23/11" in drawn.replace(NBSP, " ")


def test_each_field_names_its_hint_and_its_error(draw: Draw) -> None:
    form = Declaration({"number": "1"})
    drawn = draw('<c-form.fields :form="form" />', form=form)
    assert drawn.count("Nhập họ và tên") == 2  # in the summary and beside the field, the same words
    assert 'href="#id_name"' in drawn
    assert 'href="#id_way_0"' in drawn
    name = re.search(r'<input[^>]*name="name"[^>]*>', drawn)
    number = re.search(r'<input[^>]*name="number"[^>]*>', drawn)
    assert name
    assert number
    assert 'aria-describedby="id_name_error"' in name[0]
    assert 'aria-invalid="true"' in name[0]
    assert 'autocomplete="name"' in name[0]
    assert 'aria-describedby="id_number_hint"' in number[0]
    assert "lt-in-s" in number[0]


def test_every_label_and_message_points_to_an_element_that_exists(draw: Draw) -> None:
    drawn = draw('<c-form.form :form="form" submit="Nộp hồ sơ" draft="nop" />', form=Declaration({}))
    ids = set(re.findall(r'\sid="([^"]+)"', drawn))
    pointed = set(re.findall(r'\sfor="([^"]+)"', drawn)) | set(re.findall(r'href="#([^"]+)"', drawn))
    described = {one for many in re.findall(r'aria-describedby="([^"]+)"', drawn) for one in many.split()}
    assert pointed | described <= ids
    assert "novalidate" in drawn
    assert "csrfmiddlewaretoken" in drawn


def test_optional_fields_are_marked_and_required_ones_are_not(draw: Draw) -> None:
    drawn = draw('<c-form.fields :form="form" summary="no" />', form=Declaration())
    labels = dict(re.findall(r'<label for="id_(\w+)">(.*?)</label>', drawn))
    assert "lt-mute" in labels["opinion"]
    assert "lt-mute" not in labels["name"]
    assert "lt-summary" not in drawn


def test_a_page_without_request_still_has_its_address(rf: RequestFactory, draw: Draw) -> None:
    assert draw("{{ page.path }}", request=rf.get("/tra-cuu/")) == "/tra-cuu/"
