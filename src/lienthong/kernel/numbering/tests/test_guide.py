"""The developer's guide to numbers: its code runs."""

import re
from pathlib import Path

import pytest

from lienthong.kernel.organizations.testing import small_tree

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "numbering.md"


@pytest.mark.django_db
def test_the_code_of_the_guide_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 3
    names: dict[str, object] = {"__name__": "guide", "agency_id": small_tree().commune.id}
    exec(compile("\n".join(blocks), str(GUIDE), "exec"), names)  # noqa: S102  the guide's own code
