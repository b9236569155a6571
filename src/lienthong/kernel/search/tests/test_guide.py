"""The developer's guide to search: its code runs."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "search.md"


@pytest.mark.django_db
def test_the_code_of_the_guide_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 2
    exec(compile("\n".join(blocks), str(GUIDE), "exec"), {"__name__": "guide"})  # noqa: S102  the guide's own code
