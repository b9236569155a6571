"""The guide for developers does what it says."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from lienthong.systems.onestop.testing import SmallProvince
from lienthong.systems.stores.models import StoreItem

GUIDE = Path(__file__).parents[5] / "docs" / "developer" / "stores.md"


@pytest.mark.django_db
def test_the_example_runs(province: SmallProvince) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {"party_id": province.party.id, "now": timezone.now()})  # noqa: S102  our own guide
    assert StoreItem.objects.get().number == "77/CC"
