"""The guide for developers does what it says."""

import re
from pathlib import Path

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.queues.testing import Serving

from .conftest import NOW

GUIDE = Path(__file__).parents[5] / "docs" / "developer" / "queues.md"


@pytest.mark.django_db
def test_the_example_runs(province: SmallProvince) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    given = {
        "agency": province.commune.code, "leader": province.at("commune.leader"), "visitor": Actor.anonymous(),
        "officer": province.at("commune.reception"), "now": NOW,
    }  # fmt: skip
    exec(code, given)  # noqa: S102  our own guide
    assert Serving.objects.get().end == "served"
