"""The examples of the guide run as they are written."""

import re
from pathlib import Path

import pytest

from lienthong.kernel.forms import queries

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "forms.md"


@pytest.mark.django_db
def test_the_examples_of_the_guide_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 3
    exec(compile("\n".join(blocks), str(GUIDE), "exec"), {})  # noqa: S102  our own guide
    queries.forget_compiled()
