"""The guide for developers does what it says."""

import re
from pathlib import Path

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.national_portal.queries import route_of
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince

GUIDE = Path(__file__).parents[5] / "docs" / "developer" / "national-portal.md"


def test_the_example_runs(province: SmallProvince) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {"officer": Actor.system("guide"), "now": TUESDAY})  # noqa: S102  our own guide
    route = route_of(procedure="2.000635")
    assert route is not None
    assert route.field_code == "G15-CT"
    assert route_of(procedure="1.004088") is None
