"""Stages are shown as they pass, and an asked end is never lost."""

import io
import threading

import pytest

from lienthong.config.launch.progress import Stages


def test_a_stage_says_how_long_it_took() -> None:
    out = io.StringIO()
    with Stages(out=out).stage("tables"):
        pass
    assert out.getvalue().startswith("[5/8] ")
    assert "done 0.0 s" in out.getvalue()


def test_an_end_asked_for_in_a_stage_that_swallows_it_is_heard_after_it() -> None:
    until = threading.Event()
    stages = Stages(out=io.StringIO(), until=until)
    with pytest.raises(KeyboardInterrupt), stages.stage("assets"):
        until.set()
