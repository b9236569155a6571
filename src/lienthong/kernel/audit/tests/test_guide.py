"""The example of the developer guide runs as it stands there."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.audit import services
from lienthong.kernel.audit.contracts import person_key
from lienthong.kernel.audit.extensions import purpose_label

from .test_looks import ACTOR

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "audit.md"


def run_example(number: int) -> dict[str, Any]:
    """Run an example as it stands in the guide and return what it defines."""
    example = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[number]
    names: dict[str, Any] = {}
    exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    return names


def test_the_example_of_noting_a_look_runs() -> None:
    names = run_example(0)
    with services.reading() as noted:
        names["get_entry"](code="A-1", viewer=ACTOR)
    assert list(noted.looks.values()) == [{(person_key(1), "A-1", names["READ"])}]
    assert purpose_label(names["READ"]) == "Opened an entry of the land register"


@pytest.mark.django_db
def test_the_example_of_the_chain_runs() -> None:
    now = datetime(2026, 10, 6, 5, 0, tzinfo=UTC)
    assert run_example(1)["close_and_check"](ACTOR, now - timedelta(days=1), now) == []
