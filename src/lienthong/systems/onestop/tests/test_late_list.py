"""The late list: who holds what, how late by the first appointment, and whether the apology was sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SupplementItem
from lienthong.systems.onestop.queries import LateFilters
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import MOST_STATEMENTS, signed_in
from .test_pages_work import open_step

pytestmark = pytest.mark.django_db
LATER = TUESDAY + timedelta(days=20)


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def test_a_late_dossier_says_who_holds_it_and_how_late_in_working_time(province: SmallProvince) -> None:
    made = accept(province, "2.000635")
    officer = province.at("commune.civil-status")
    services.claim_step(number=made.number, work_item_id=open_step(made.number).id, actor=officer, now=TUESDAY)
    viewer = province.at("province.leader")
    # A working day later, at the same hour.
    now = made.due_at + timedelta(days=1)
    ((row,), more) = queries.list_late(viewer=viewer, filters=LateFilters(), now=now)
    assert (row.number, row.officer, row.agency, more) == (made.number, officer.name, province.commune.name, False)
    assert (row.late, row.apology_at) == (row.day_minutes, None)
    assert queries.list_late(viewer=viewer, filters=LateFilters(), now=made.due_at) == ((), False)


def test_a_new_appointment_leaves_it_late_by_the_first(province: SmallProvince) -> None:
    late, sorry = accept(province, "2.000635").number, accept(province, "1.004088")
    appointment = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)
    services.extend_dossier(
        number=sorry.number, reason="Cần xác minh", due_at=appointment, actor=province.at("commune.leader"), now=TUESDAY
    )
    viewer = province.at("commune.leader")
    for apology, numbers in (("", {late, sorry.number}), ("sent", {sorry.number}), ("none", {late})):
        rows = queries.late_rows(viewer=viewer, filters=LateFilters(apology=apology), now=LATER)
        assert {row.number for row in rows} == numbers
    (row,) = queries.late_rows(viewer=viewer, filters=LateFilters(apology="sent"), now=LATER)
    assert (row.first_due_at, row.new_due_at, row.apology_at) == (sorry.due_at, appointment, TUESDAY)


def test_what_waits_for_the_citizen_or_is_out_of_sight_is_not_in_it(province: SmallProvince) -> None:
    waiting = accept(province, "1.004088").number
    services.request_supplement(
        number=waiting, reason="Thiếu", items=(SupplementItem("", "Biên lai"),),
        actor=province.at("commune.reception"), now=TUESDAY,
    )  # fmt: skip
    accept(province, "2.000635")
    assert len(list(queries.late_rows(viewer=province.at("commune.leader"), filters=LateFilters(), now=LATER))) == 1
    assert not list(queries.late_rows(viewer=province.at("other.leader"), filters=LateFilters(), now=LATER))


def test_a_page_of_the_list_is_two_statements(province: SmallProvince, django_assert_num_queries: Any) -> None:
    made = [accept(province, "2.000635").number for _each in range(41)]
    viewer = province.at("commune.leader")
    with django_assert_num_queries(2):
        first, more = queries.list_late(viewer=viewer, filters=LateFilters(), now=LATER)
    second, end = queries.list_late(viewer=viewer, filters=LateFilters(), now=LATER, page=2)
    assert [row.number for row in (*first, *second)] == made
    assert (more, end) == (True, False)


def test_the_page_and_its_file_are_for_those_who_lead(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    number = accept(province, "2.000635", now=datetime(2026, 1, 6, 2, 0, tzinfo=UTC)).number
    assert signed_in("commune.civil-status").get("/bao-cao/tre-han/").status_code == 403
    client = signed_in("commune.leader")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/bao-cao/tre-han/?xin_loi=none&linh_vuc=")
    assert [row.number for row in page.context["rows"]] == [number]
    assert number in b"".join(client.get("/bao-cao/tre-han/danh-sach.csv")).decode("utf-8-sig")
    assert number not in b"".join(client.get("/bao-cao/tre-han/danh-sach.csv?xin_loi=sent")).decode("utf-8-sig")
    assert client.get("/bao-cao/tre-han/?xin_loi=x").status_code == 422
