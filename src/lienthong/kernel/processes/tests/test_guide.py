"""The examples of the developer guide run as they are written."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import extensions
from lienthong.kernel.processes.testing import line_xml, step_xml

from .conftest import NOW, Office

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "processes.md"


def run(example: int, names: dict[str, Any]) -> None:
    """Run one of the two examples with these names."""
    code = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(code) == 2
    exec(compile(code[example], str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours


def test_the_example_of_a_process_runs(office: Office) -> None:
    names: dict[str, Any] = {
        "MODEL": line_xml(step_xml("examine", outcomes="propose:Trình ký"), step_xml("sign", outcomes="sign:Ký")),
        "designer": Actor.system("designer"),
        "officer": office.officer("An", "specialist"),
        "agency_id": office.department_id,
        "calendar_id": office.calendar_id,
        "now": NOW,
    }
    run(0, names)
    assert [item.step_key for item in names["state"].open_items] == ["sign"]


def test_the_example_of_an_errand_runs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "_ERRANDS", {})
    officer = office.officer("An", "specialist")
    names: dict[str, Any] = {
        "agency_id": office.department_id, "officer": officer, "now": NOW, "due_at": NOW + timedelta(days=1)
    }  # fmt: skip
    run(1, names)
    assert names["done"] == 1
