"""The examples of the developer guide run as they stand there."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.papers import testing

from .wordfiles import word_file

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "papers.md"


@pytest.mark.django_db
def test_the_examples_run(editor: Actor) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    names: dict[str, object] = {
        "context": testing.CONTEXT,
        "actor": Actor.system("test"),
        "editor": editor,
        "now": datetime(2026, 11, 23, 1, 15, tzinfo=UTC),
        "today": date(2026, 11, 23),
        "docx": word_file("{{ name }}"),
    }
    for block in blocks:
        exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
