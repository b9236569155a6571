"""The scale: every drawing stays inside its frame."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.ui import drawing


@given(st.floats(0, 10_000), st.sampled_from(["run", "late", "wait"]))
def test_the_small_scale_stays_inside_its_frame(used: float, state: str) -> None:
    places = [float(place) for place in re.findall(r'"([\d.]+)%"', drawing.small_scale(used, state=state))]
    assert all(0 <= place <= 98 for place in places)


def test_finished_work_needs_no_small_scale() -> None:
    assert drawing.small_scale(50, state="done") == drawing.small_scale(None) == ""


def test_the_large_scale_follows_on_and_says_its_sentence() -> None:
    drawn = drawing.scale("done:25 pause:25 ahead:50", marks="done:0 due:100", now=50, label="Đã dùng <nửa>")
    assert re.findall(r'class="(t-\w+)" x1="([\d.]+)%" x2="([\d.]+)%"', drawn) == [
        ("t-done", "2", "26"),
        ("t-pause", "26", "50"),
        ("t-ahead", "50", "98"),
    ]
    assert 'aria-label="Đã dùng &lt;nửa&gt;"' in drawn


def test_a_scale_without_a_sentence_is_hidden_from_readers_of_screens() -> None:
    assert 'aria-hidden="true"' in drawing.scale("done:100")
