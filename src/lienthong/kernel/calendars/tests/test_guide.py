"""The developer's guide to calendars: its code runs, and the data it speaks of is what it says."""

import re
from datetime import date
from pathlib import Path

import holidays
import pytest

from .. import services
from ..contracts import DayKind

GUIDE = Path(__file__).resolve().parents[5] / "docs" / "developer" / "calendars.md"
STATUTORY = {DayKind.HOLIDAY, DayKind.COMPENSATION, DayKind.SWAP_OFF}
# Read in notices of ministries, not yet in the package; and a Saturday off anyway that the package lists.
ONLY_HERE, ONLY_THERE = {date(2026, 1, 2)}, {date(2025, 2, 1)}


@pytest.mark.django_db
def test_the_code_of_the_guide_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 4
    exec(compile("\n".join(blocks), str(GUIDE), "exec"), {"__name__": "guide"})  # noqa: S102  the guide's own code


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_days_off_carried_agree_with_the_holidays_package(year: int) -> None:
    carried = {entry.day for entry in services.read_national_days() if entry.kind in STATUTORY}
    published = set(holidays.country_holidays("VN", years=year))
    ours = {day for day in carried if day.year == year}
    assert ours - published <= ONLY_HERE
    assert published - ours <= ONLY_THERE
