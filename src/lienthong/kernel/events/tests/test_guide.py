"""The examples of the developer guide run as they stand there."""

import re
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.events.extensions import offers
from lienthong.kernel.events.testing import OutboxEvent, deliver_everything

from .bells import NOW, Listener

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "events.md"


@pytest.mark.django_db
def test_the_examples_run(listener: Listener) -> None:
    names: dict[str, Any] = {"__name__": "guide"}
    for example in re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    names["close_entry"]("A-1")
    assert deliver_everything(NOW) == 1
    assert names["closed"] == ["A-1"]
    assert offers()["vn.lienthong.registries.entry.closed.v1"].permission == "registries.entry.see"
    assert OutboxEvent.objects.get().position == 1
