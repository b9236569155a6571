"""The example of the developer guide runs as it stands there."""

import re
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "accounts.md"


def test_the_example_of_reading_an_identity_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "read_identity" in block]
    names: dict[str, object] = {}
    exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    assert getattr(names["known"], "number", "") == "056085000456"
