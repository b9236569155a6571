"""Components: each draws what its comment promises."""

from pathlib import Path

import pytest

from lienthong.kernel.ui.contracts import Node

from .conftest import Draw

COMPONENTS = Path(__file__).parent.parent / "templates/cotton"


@pytest.mark.parametrize("path", sorted(COMPONENTS.rglob("*.html")), ids=lambda path: str(path.relative_to(COMPONENTS)))
def test_each_component_opens_with_its_parameters(path: Path) -> None:
    assert path.read_text().startswith("{% comment %}")


def test_a_button_with_an_address_is_a_link(draw: Draw) -> None:
    assert (
        draw('<c-button href="/x" kind="p">Nộp hồ sơ</c-button>')
        .strip()
        .startswith('<a class="lt-btn lt-btn-p" href="/x"')
    )


def test_a_disabled_button_says_why(draw: Draw) -> None:
    drawn = draw('<c-button disabled_because="Còn lệ phí chưa thu">Trả kết quả</c-button>')
    assert 'aria-disabled="true" aria-describedby="why-not"' in drawn
    assert 'id="why-not">Còn lệ phí chưa thu' in drawn


@pytest.mark.parametrize(
    ("state", "css", "icon"),
    [
        ("new", "lt-tag", "circle"),
        ("accepted", "lt-tag-run", "circle-dot"),
        ("refused", "lt-tag-end", "x"),
        ("running", "lt-tag-run", "progress"),
        ("supplement", "lt-tag-wait", "file-plus"),
        ("payment", "lt-tag-wait", "cash"),
        ("withdrawing", "lt-tag-wait", "arrow-back-up"),
        ("stopped", "lt-tag-end", "square"),
        ("finished", "lt-tag-done", "check"),
        ("returned", "lt-tag-done", "checks"),
        ("late", "lt-tag-late", "alert-triangle"),
        ("risk", "lt-tag-risk", "hourglass-low"),
    ],
)
def test_each_state_has_its_shape_and_colour(draw: Draw, state: str, css: str, icon: str) -> None:
    drawn = draw(f'<c-tag state="{state}">Lời</c-tag>')
    assert css in drawn
    assert f'#{icon}"' in drawn
    assert "Lời</span>" in drawn


def test_the_thread_marks_the_present_place(draw: Draw) -> None:
    nodes = [Node("Tiếp nhận"), Node("Thẩm tra", "now", links={"Giấy hẹn": "/tep/1/"}), Node("Ký", "ahead")]
    drawn = draw('<c-thread :nodes="nodes" />', nodes=nodes)
    assert drawn.count('aria-current="step"') == 1
    assert drawn.count("<li") == 3
    assert 'href="/tep/1/"' in drawn


def test_a_pager_goes_by_key_and_says_how_many_follow(draw: Draw) -> None:
    drawn = draw('<c-pager next="?sau=9" next_label="12 việc tiếp theo" said="11 trên 23 việc" />')
    assert 'href="?sau=9" rel="next">12 việc tiếp theo' in drawn
    assert 'rel="prev"' not in drawn


def test_a_dashboard_figure_opens_its_records(draw: Draw) -> None:
    drawn = draw('<c-figure label="Đang quá hạn" value="37" href="/viec/?han=qua" state="late" />')
    assert 'href="/viec/?han=qua"' in drawn
    assert "lt-late" in drawn


def test_a_row_can_be_ticked_by_name(draw: Draw) -> None:
    drawn = draw('<c-row href="/x" title="Cấp phép" key="7"><c-slot name="due">còn 1 giờ</c-slot></c-row>')
    assert 'value="7" data-lt-tick' in drawn
    assert "Cấp phép" in drawn


def test_what_people_write_is_escaped(draw: Draw) -> None:
    drawn = draw('<c-row href="/x" :title="title" key="1" /><c-note :title="title" />', title="<script>")
    assert "<script>" not in drawn
