"""The example of the developer guide runs as it stands there."""

import re
from pathlib import Path

import pytest

from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.payments import extensions, queries
from lienthong.systems.payments.contracts import DemandState

from .conftest import NOW, PROGRAM

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "payments.md"


def test_the_examples_run(payee: AgencyInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "_WAYS", dict(extensions._WAYS))
    names: dict[str, object] = {"commune_id": payee.id, "now": NOW, "actor": PROGRAM}
    for example in re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    demand = queries.get_demand(number=str(names["number"]), viewer=PROGRAM)
    assert (demand.row.state, demand.row.method, demand.row.total) == (DemandState.PAID, "voucher", 75000)
