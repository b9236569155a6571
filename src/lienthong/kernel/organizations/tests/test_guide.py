"""The example of the developer guide runs as it stands there."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.testing import small_tree

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "organizations.md"
NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_example_of_a_reorganisation_runs() -> None:
    small_tree()
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "draft_plan" in block]
    names: dict[str, object] = {"day": date(2026, 10, 1), "now": NOW, "actor": Actor.system("hướng dẫn")}
    exec(compile(example, str(GUIDE), "exec"), names)  # noqa: S102  the guide is ours
    assert services.run_plan(plan_id=int(str(names["plan_id"])), now=NOW) == (2, 0)
    assert queries.find_agency_in_charge(code="H32.22366", at=date(2026, 10, 1)).code == "H32.500"
