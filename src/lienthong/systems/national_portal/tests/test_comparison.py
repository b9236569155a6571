"""What was received here on a day held against the Portal's list (R-69)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.national_portal import NationalPortal

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.events.testing import deliver_everything
from lienthong.systems.national_portal import queries, rules, services
from lienthong.systems.national_portal.contracts import DayState, Generation, Side
from lienthong.systems.national_portal.models import Comparison
from lienthong.systems.national_portal.testing import connect
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept

from .conftest import Clock

DAY, MORNING = date(2026, 10, 6), TUESDAY + timedelta(hours=22)
CODES = st.sampled_from(["a", "b", "c", "d"])
LINES = st.lists(st.tuples(st.sampled_from(["p", "q"]), CODES), max_size=8)


@given(ours=LINES, theirs=LINES, known=st.sets(CODES))
def test_r69_what_is_missing_is_exactly_what_the_other_side_lacks(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], known: set[str]
) -> None:
    found = rules.compare(ours=ours, theirs=theirs, known=known)
    there, here = {code for _p, code in theirs}, {code for _p, code in ours}
    assert {code for each in found.values() for code in each.missing_there} == here - there
    assert {code for each in found.values() for code in each.missing_here} == there - known
    assert all(each.both + len(each.missing_there) == each.ours for each in found.values())


def sent(numbers: list[str]) -> None:
    deliver_everything(TUESDAY)
    for number in numbers:
        services.send_dossier(number=number, clock=Clock(TUESDAY))


@pytest.mark.parametrize("generation", list(Generation))
def test_r69_each_day_is_compared_by_procedure_and_what_the_portal_lacks_is_told_anew(
    generation: Generation, portal: NationalPortal, province: SmallProvince, keeper: Actor
) -> None:
    connect(generation, now=TUESDAY)
    numbers = [accept(province, code).number for code in ("2.000635", "2.000635", "1.004088")]
    sent(numbers)
    lost = portal.dossiers.pop(numbers[0])
    stray = "H32.22366-261006-9999"
    portal.dossiers[stray] = lost | {"MaHoSo": stray}
    services.compare_days(now=MORNING)
    rows, _more = queries.list_compared(viewer=keeper, filters=queries.ComparedFilters())
    shown = [(row.procedure, row.state, row.ours, row.theirs, row.rate) for row in rows]
    assert shown == [("1.004088", DayState.AGREES, 1, 1, 1.0), ("2.000635", DayState.DIFFERS, 2, 2, 0.5)]
    missing, _more = queries.list_missing(viewer=keeper, filters=queries.MissingFilters())
    assert {(row.code, row.side, row.is_here_now) for row in missing} == {
        (numbers[0], Side.THERE, True),
        (stray, Side.HERE, False),
    }
    # What is missing there is told anew without anybody asking.
    services.send_dossier(number=numbers[0], clock=Clock(MORNING))
    assert numbers[0] in portal.dossiers
    del portal.dossiers[stray]
    assert services.compare_day(generation=generation, day=DAY, now=MORNING) is DayState.AGREES
    assert not queries.list_missing(viewer=keeper, filters=queries.MissingFilters())[0]


def test_r69_a_portal_that_is_away_is_asked_again_for_each_day(
    portal: NationalPortal, province: SmallProvince, keeper: Actor
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    portal.down()
    for after in range(2):
        services.compare_days(now=MORNING + timedelta(days=after))
    assert set(Comparison.objects.values_list("state", flat=True)) == {DayState.NO_ANSWER}
    portal.up()
    services.compare_days(now=MORNING + timedelta(days=1))
    assert list(Comparison.objects.order_by("day").values_list("day", "state")) == [
        (DAY, DayState.AGREES),
        (DAY + timedelta(days=1), DayState.AGREES),
    ]
    calls = len(portal.calls)
    services.compare_days(now=MORNING + timedelta(days=1))
    assert len(portal.calls) == calls


def test_without_a_connection_nothing_is_compared(province: SmallProvince, settings: Any) -> None:
    settings.NATIONAL_PORTAL_1_URL = ""
    connect(Generation.FIRST, now=TUESDAY)
    services.compare_days(now=MORNING)
    assert not Comparison.objects.exists()


def test_the_days_are_for_who_looks_after_the_whole_province(province: SmallProvince) -> None:
    with pytest.raises(NotPermitted):
        queries.list_compared(viewer=province.at("commune.leader"), filters=queries.ComparedFilters())
