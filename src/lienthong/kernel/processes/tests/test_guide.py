"""The example of the developer guide runs as it is written."""

import re
from pathlib import Path

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes.testing import line_xml, step_xml

from .conftest import NOW, Office

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "processes.md"


def test_the_example_runs(office: Office) -> None:
    [code] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names = {
        "MODEL": line_xml(step_xml("examine", outcomes="propose:Trình ký"), step_xml("sign", outcomes="sign:Ký")),
        "designer": Actor.system("designer"),
        "officer": office.officer("An", "specialist"),
        "agency_id": office.department_id,
        "calendar_id": office.calendar_id,
        "now": NOW,
    }
    exec(compile(code, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    assert [item.step_key for item in names["state"].open_items] == ["sign"]  # type: ignore[attr-defined]  # made by the example
