"""The examples of the developer guide run as they stand there."""

import re
from pathlib import Path

import pytest

from .conftest import NOW

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "signatures.md"


@pytest.mark.django_db
def test_the_examples_run(unsigned: bytes) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    names: dict[str, object] = {"pdf": unsigned, "now": NOW}
    for block in blocks:
        exec(compile(block, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
