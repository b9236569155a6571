"""The situation of handling equals what is recounted from histories, as of the end of any period."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.ui.queries import local_midnight
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.queries import STANDINGS, DossierFilters, SituationRow
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .lives import PROCEDURE, Life, lives, write_down

FIRST, DAYS = date(2026, 9, 1), 40
CROWD = st.lists(lives(), min_size=6, max_size=12)
DAY = st.integers(0, DAYS).map(lambda days: FIRST + timedelta(days=days))
LENGTH = st.integers(1, 30).map(lambda days: timedelta(days=days))
HISTORIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Long after every life has ended or been left open.
NOW = datetime(2027, 6, 1, tzinfo=TUESDAY.tzinfo)


@dataclass(frozen=True)
class Place:
    """Where lives are written down: what lends the rest of a dossier, and who reads the report."""

    province: SmallProvince
    like: Dossier
    paper: Any

    @property
    def agencies(self) -> tuple[int, int]:
        return self.province.commune.id, self.province.department.id

    @property
    def viewer(self) -> Actor:
        return self.province.at("province.leader")


@pytest.fixture
def place(db: None) -> Place:
    province = small_province()
    number = accept(province, "1.004088").number
    services.extend_dossier(
        number=number, reason="Cần xác minh thêm", due_at=datetime(2026, 10, 16, 9, 30, tzinfo=TUESDAY.tzinfo),
        actor=province.at("commune.leader"), now=TUESDAY,
    )  # fmt: skip
    like = Dossier.objects.select_related("extension__paper").get(number=number)
    return Place(province, like, like.extension.paper)


@contextmanager
def written(place: Place, crowd: list[Life]) -> Iterator[None]:
    """Hold the lives in the database for a while."""
    with transaction.atomic():
        for life in crowd:
            write_down(life, like=place.like, paper=place.paper, agencies=place.agencies)
        yield
        transaction.set_rollback(True)


def report(place: Place, start: date, end: date, *, now: datetime = NOW) -> dict[str, SituationRow]:
    filters = DossierFilters(procedure=PROCEDURE)
    found = queries.situation(viewer=place.viewer, start=start, end=end, now=now, by="agency", filters=filters)
    return {row.key: row for row in found.rows}


def behind(place: Place, figure: str, start: date, end: date) -> set[str]:
    filters = DossierFilters(procedure=PROCEDURE, standing=figure, period_from=start, period_to=end)
    rows, _cursor = queries.list_dossiers(viewer=place.viewer, filters=filters, now=NOW, limit=100)
    return {row.number for row in rows}


def standings_of(life: Life, opens: datetime, closes: datetime) -> set[str]:
    """Say in which figures a life counts, from what had happened by the end of the period."""
    if life.accepted >= closes:
        return set()
    stand = life.stand(closes)
    if stand.ended and stand.ended < opens:
        return set()
    found = {"total", "carried"} if life.accepted < opens else {"total", "received", f"received_{life.channel}"}
    if not stand.ended:
        how = "waiting" if stand.asked else "open_late" if stand.first < closes else "open_in_time"
        return found | {"open", how}
    if stand.how != "done":
        return found | {{"refuse": "refused", "stop": "stopped"}[stand.how]}
    days = [timezone.localdate(at) for at in (stand.ended, stand.first)]
    return found | {"solved", "late" if stand.ended > stand.first else "early" if days[0] < days[1] else "on_time"}


@HISTORIES
@given(crowd=CROWD, start=DAY, length=LENGTH)
def test_every_figure_is_what_histories_tell(place: Place, crowd: list[Life], start: date, length: timedelta) -> None:
    end = start + length - timedelta(days=1)
    opens, closes = local_midnight(start), local_midnight(end + timedelta(days=1))
    with written(place, crowd):
        rows = report(place, start, end)
        for at, agency in enumerate(place.agencies):
            told = [standings_of(life, opens, closes) for life in crowd if life.agency == at]
            counted = {figure: sum(figure in each for each in told) for figure in STANDINGS}
            row = rows.get(str(agency))
            assert counted == ({each: getattr(row, each) for each in STANDINGS} if row else dict.fromkeys(STANDINGS, 0))
        figure = STANDINGS[len(crowd) % len(STANDINGS)]
        told_by = {life.number for life in crowd if figure in standings_of(life, opens, closes)}
        assert behind(place, figure, start, end) == told_by


@HISTORIES
@given(crowd=CROWD, start=DAY, length=LENGTH)
def test_r75_carried_over_is_what_was_in_process_before(
    place: Place, crowd: list[Life], start: date, length: timedelta
) -> None:
    end, eve = start + length - timedelta(days=1), start - timedelta(days=1)
    with written(place, crowd):
        before, after = report(place, start - length, eve), report(place, start, end)
        assert behind(place, "open", start - length, eve) == behind(place, "carried", start, end)
        for agency in map(str, place.agencies):
            was, carried = before.get(agency), after.get(agency)
            assert (was.open if was else 0) == (carried.carried if carried else 0)
        for row in after.values():
            assert row.carried + row.received == row.total == row.solved + row.refused + row.stopped + row.open
            assert row.open == row.open_in_time + row.open_late + row.waiting


def test_a_period_that_is_not_over_is_judged_by_now(place: Place) -> None:
    life = Life(accepted=TUESDAY, limit=timedelta(days=2), channel="counter", agency=0)  # type: ignore[arg-type]  # a value of the enumeration
    with written(place, [life]):
        for now, figure in ((TUESDAY + timedelta(days=1), "open_in_time"), (TUESDAY + timedelta(days=3), "open_late")):
            (row,) = report(place, date(2026, 10, 1), date(2026, 10, 31), now=now).values()
            assert getattr(row, figure) == row.open == 1


def test_the_report_is_one_statement_however_it_is_grouped(
    place: Place, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for by in queries.GROUPS:
        with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's
            found = queries.situation(
                viewer=place.viewer, start=FIRST, end=date(2026, 10, 31), now=NOW, by=by, filters=DossierFilters()
            )
        assert found.total.received == 1
        assert [row.name for row in found.rows] != [""]


def test_the_report_counts_what_the_viewer_may_see(place: Place) -> None:
    for name, seen in (("commune.leader", 1), ("other.leader", 0), ("province.leader", 1)):
        viewer = place.province.at(name)
        found = queries.situation(
            viewer=viewer, start=FIRST, end=date(2026, 10, 31), now=NOW, by="field", filters=DossierFilters()
        )
        assert found.total.received == seen
