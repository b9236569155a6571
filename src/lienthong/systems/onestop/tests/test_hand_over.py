"""Dossiers pass from agency to agency: at once without paper, else given and taken within the time of the law."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import Conflict, Invalid, ItemState, NotFound, NotPermitted, Picked
from lienthong.kernel.acts.testing import BulkRun, carry_out
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files import services as files
from lienthong.systems.onestop import printing, queries, services
from lienthong.systems.onestop.contracts import Passing, State
from lienthong.systems.onestop.models import DossierPaper, HandOver
from lienthong.systems.onestop.queries import HandOverFilters, HandOverView
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import pdf, signed_in, text_of
from .test_life_cycle import do

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
HOUR = timedelta(hours=1)
# 15:30 of the same Tuesday in Vietnam.
LATE_AFTERNOON = datetime(2026, 10, 6, 8, 30, tzinfo=UTC)


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def forwarded(province: SmallProvince, *, now: datetime = TUESDAY) -> str:
    """Accept a vessel at the commune and let its work go on in the department."""
    number = accept(province, "1.004088", now=now).number
    do(services.complete_step, number, province.at("commune.reception"), now, outcome="forward")
    return number


def scanned(province: SmallProvince, number: str) -> None:
    """Let every paper of a dossier have its scan."""
    stored = files.store(
        stream=BytesIO(pdf().read()), name="quet.pdf", actor=province.at("commune.reception"), now=TUESDAY
    )
    DossierPaper.objects.filter(dossier__number=number).update(file_id=stored.id)


def lines(number: str) -> list[HandOver]:
    return list(HandOver.objects.filter(dossier__number=number).order_by("no"))


def states(number: str) -> list[tuple[int, str]]:
    return [(line.no, line.state) for line in lines(number)]


def test_r18_without_paper_it_passes_at_once_and_is_never_late(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    scanned(province, number)
    do(services.complete_step, number, province.at("commune.reception"), LATE_AFTERNOON, outcome="forward")
    (line,) = lines(number)
    assert (line.from_agency_id, line.to_agency_id) == (province.commune.id, province.department.id)
    assert (line.on_paper, line.state) == (False, Passing.TAKEN)
    assert line.ready_at == line.due_at == line.given_at == line.taken_at == LATE_AFTERNOON
    assert line.giver_name == "Cán bộ commune.reception"


def test_r18_on_paper_it_is_given_the_same_working_day(province: SmallProvince) -> None:
    number = forwarded(province)
    (line,) = lines(number)
    assert (line.on_paper, line.state) == (True, Passing.WAITING)
    assert line.due_at == datetime(2026, 10, 6, 10, 30, tzinfo=UTC)
    assert line.basis == "Nghị định số 61/2018/NĐ-CP, Điều 18"


def test_r18_what_came_after_15_is_given_at_the_beginning_of_the_next_working_day(province: SmallProvince) -> None:
    (line,) = lines(forwarded(province, now=LATE_AFTERNOON))
    assert line.due_at == datetime(2026, 10, 7, 1, 30, tzinfo=UTC)


def test_r18_the_hour_of_the_law_is_data_with_its_day(province: SmallProvince, settings: Any, tmp_path: Path) -> None:
    own = tmp_path / "chuyen.json"
    own.write_text(
        '[{"since": "2020-01-01", "basis": "Cũ", "cutoff": "15:00", "beginning": 60},'
        ' {"since": "2026-10-06", "basis": "Quy chế mới", "cutoff": "16:00", "beginning": 30}]'
    )
    settings.ONESTOP_FORWARDING_FILE = str(own)
    (line,) = lines(forwarded(province, now=LATE_AFTERNOON))
    assert (line.due_at, line.basis) == (datetime(2026, 10, 6, 10, 30, tzinfo=UTC), "Quy chế mới")
    (before,) = lines(forwarded(province, now=LATE_AFTERNOON - timedelta(days=1)))
    assert (before.due_at, before.basis) == (datetime(2026, 10, 6, 1, 30, tzinfo=UTC), "Cũ")


def test_r18_a_hand_over_after_its_moment_is_late_in_the_list_and_on_the_control_slip(
    province: SmallProvince,
) -> None:
    number = forwarded(province)
    desk = province.at("commune.reception")
    late = HandOverFilters(only_late=True)
    view = HandOverView.TO_GIVE
    assert queries.list_hand_overs(viewer=desk, view=view, filters=late, now=TUESDAY)[0] == ()
    next_day = TUESDAY + timedelta(days=1)
    ((row,), _more) = queries.list_hand_overs(viewer=desk, view=view, filters=late, now=next_day)
    assert (row.is_late, row.remaining) == (True, -90)
    assert queries.count_hand_overs(viewer=desk, now=next_day) == {"to_give": 1, "late": 1, "to_take": 0}
    services.hand_over(number=row.number, actor=desk, now=next_day)
    detail = queries.get_dossier(number=number, viewer=desk)
    slip = printing.control_slip_context(detail, now=next_day)["rows"]
    (printed,) = [each for each in slip if each["to"] == "Sở Xây dựng" and each["from"] != each["to"]]
    assert (printed["result"], printed["giver"]) == ("Quá hạn", "Cán bộ commune.reception")
    assert printed["note"] == "Hồ sơ giấy, hạn giao 17 giờ 30 phút, ngày 06/10/2026"


def test_r19_what_another_agency_decides_goes_there_and_comes_back_to_the_counter(province: SmallProvince) -> None:
    number = accept(province, "1.008891", place="centre").number
    desk, clerk = province.at("centre.reception"), province.at("department.clerk")
    (first,) = lines(number)
    assert (first.from_agency_id, first.to_agency_id) == (province.centre.id, province.department.id)
    services.hand_over(number=first.number, actor=desk, now=TUESDAY + HOUR)
    services.take_hand_over(number=first.number, actor=province.at("department.specialist"), now=TUESDAY + HOUR)
    now = TUESDAY + 2 * HOUR
    do(services.complete_step, number, province.at("department.division-head"), now, outcome="assign")
    do(services.complete_step, number, province.at("department.specialist"), now, outcome="propose")
    do(services.complete_step, number, province.at("department.division-head"), now, outcome="pass")
    do(services.sign_result, number, province.at("department.leader"), now)
    do(services.issue_result, number, clerk, now)
    (_first, back) = lines(number)
    assert (back.from_agency_id, back.to_agency_id) == (province.department.id, province.centre.id)
    services.hand_over(number=back.number, actor=clerk, now=now)
    services.take_hand_over(number=back.number, actor=province.at("centre.result"), now=now)
    assert states(number) == [(1, Passing.TAKEN), (2, Passing.TAKEN)]


def test_r18_a_refused_dossier_goes_back_to_the_counter(province: SmallProvince) -> None:
    number = forwarded(province)
    leader = province.at("department.leader")
    services.hand_over(number=f"{number}.1", actor=province.at("commune.reception"), now=TUESDAY)
    services.take_hand_over(number=f"{number}.1", actor=leader, now=TUESDAY)
    do(services.complete_step, number, province.at("department.specialist"), TUESDAY, outcome="propose")
    do(services.refuse_dossier, number, leader, TUESDAY, reason="Không đủ điều kiện")
    assert queries.get_card(number=number, viewer=leader).row.state is State.STOPPED
    assert (lines(number)[-1].to_agency_id, states(number)[-1]) == (province.commune.id, (2, Passing.WAITING))


def test_r18_work_within_one_agency_passes_nothing(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    do(services.complete_step, number, province.at("commune.civil-status"), TUESDAY, outcome="propose")
    do(services.sign_result, number, province.at("commune.leader"), TUESDAY)
    do(services.issue_result, number, province.at("commune.clerk"), TUESDAY)
    assert lines(number) == []


def test_what_was_never_carried_away_waits_no_more_when_the_work_comes_back(province: SmallProvince) -> None:
    number = forwarded(province)
    specialist = province.at("department.specialist")
    do(services.return_step, number, specialist, TUESDAY + HOUR, reason="Ghi nhầm cơ quan")
    assert states(number) == [(1, Passing.VOID)]
    with pytest.raises(Conflict):
        services.hand_over(number=f"{number}.1", actor=province.at("commune.reception"), now=TUESDAY + HOUR)


def test_who_refuses_says_why_and_the_giver_is_told_and_gives_it_again(province: SmallProvince) -> None:
    number = forwarded(province)
    desk, taker = province.at("commune.reception"), province.at("department.specialist")
    services.hand_over(number=f"{number}.1", actor=desk, now=TUESDAY)
    with pytest.raises(Invalid):
        services.refuse_hand_over(number=f"{number}.1", reason=" ", actor=taker, now=TUESDAY)
    services.refuse_hand_over(number=f"{number}.1", reason="Thiếu bản vẽ.", actor=taker, now=LATE_AFTERNOON)
    refused, again = lines(number)
    assert (refused.state, refused.refusal, refused.taker_name) == (Passing.REFUSED, "Thiếu bản vẽ.", taker.name)
    assert (again.state, again.due_at) == (Passing.WAITING, datetime(2026, 10, 7, 1, 30, tzinfo=UTC))
    deliver_everything(LATE_AFTERNOON)
    told = apps.get_model("notifications.Message").objects.filter(to_user_id=desk.user_id)
    assert any("Thiếu bản vẽ" in each.body for each in told)
    services.hand_over(number=again.number, actor=desk, now=LATE_AFTERNOON)
    services.take_hand_over(number=again.number, actor=taker, now=LATE_AFTERNOON)
    assert states(number) == [(1, Passing.REFUSED), (2, Passing.TAKEN)]


def test_what_is_still_on_its_way_is_not_given_on(province: SmallProvince) -> None:
    number = forwarded(province)
    services.hand_over(number=f"{number}.1", actor=province.at("commune.reception"), now=TUESDAY)
    now = TUESDAY + HOUR
    do(services.complete_step, number, province.at("department.specialist"), now, outcome="propose")
    do(services.sign_result, number, province.at("department.leader"), now)
    do(services.issue_result, number, province.at("department.clerk"), now)
    clerk = province.at("department.clerk")
    with pytest.raises(Conflict):
        services.hand_over(number=f"{number}.2", actor=clerk, now=now)
    # Refused at the door it is where it is wanted by now: at the counter.
    services.refuse_hand_over(number=f"{number}.1", reason="Đã xong bằng bản điện tử", actor=clerk, now=now)
    assert states(number) == [(1, Passing.REFUSED), (2, Passing.VOID)]


def test_only_the_giver_gives_and_only_the_taker_takes(province: SmallProvince) -> None:
    number = f"{forwarded(province)}.1"
    giver, taker = province.at("commune.reception"), province.at("department.specialist")
    with pytest.raises(NotPermitted):
        services.hand_over(number=number, actor=taker, now=TUESDAY)
    services.hand_over(number=number, actor=giver, now=TUESDAY)
    with pytest.raises(Conflict):
        services.hand_over(number=number, actor=giver, now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.take_hand_over(number=number, actor=giver, now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.refuse_hand_over(number=number, reason="?", actor=giver, now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.take_back(number=number, actor=taker, now=TUESDAY)
    acts_of_all: tuple[Any, ...] = (services.hand_over, services.take_hand_over, services.take_back)
    for act in acts_of_all:
        with pytest.raises(NotFound):
            act(number=number, actor=province.at("other.leader"), now=TUESDAY)
    services.take_back(number=number, actor=giver, now=TUESDAY)
    assert HandOver.objects.get(number=number).given_at is None
    services.hand_over(number=number, actor=giver, now=TUESDAY)
    services.take_hand_over(number=number, actor=taker, now=TUESDAY)
    with pytest.raises(Conflict):
        services.take_hand_over(number=number, actor=taker, now=TUESDAY)
    with pytest.raises(Conflict):
        services.take_back(number=number, actor=giver, now=TUESDAY)
    said = audit.list_history(subject_type="onestop.handover", subject_key=number.rpartition(".")[0])
    assert [line.act.rpartition(".")[2] for line in said] == ["give", "take_back", "give", "take"]


def test_the_database_keeps_what_was_due(province: SmallProvince) -> None:
    number = forwarded(province)
    for change in ({"due_at": LATE_AFTERNOON}, {"on_paper": False}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HandOver.objects.filter(dossier__number=number).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOver.objects.filter(dossier__number=number).delete()


def test_ticked_dossiers_are_given_together_on_one_slip_for_each_who_takes(province: SmallProvince) -> None:
    desk = province.at("commune.reception")
    numbers = [f"{forwarded(province)}.1" for _each in range(3)]
    client = signed_in("commune.reception")
    client.post("/giao-nhan/viec/", {"viec": "giao", "chon": numbers[:2]})
    run = BulkRun.objects.latest("pk")
    acts.start_bulk(uuid=run.uuid, actor=desk, now=TUESDAY)
    carry_out(uuid=run.uuid, now=TUESDAY)
    given = HandOver.objects.filter(state=Passing.GIVEN)
    assert {line.number for line in given} == set(numbers[:2])
    (slip,) = {line.slip for line in given}
    answer = client.get(f"/giao-nhan/phieu/{slip}.pdf")
    assert answer.content.startswith(b"%PDF-1.7")
    shown = queries.slip_lines(slip=slip or uuid4(), viewer=desk, now=TUESDAY)
    context = printing.hand_over_slip_context(shown, now=TUESDAY)
    assert (context["giving"], context["taking"]) == ("UBND phường Nha Trang", "Sở Xây dựng")
    assert {row["code"] for row in context["rows"]} == {number.rpartition(".")[0] for number in numbers[:2]}
    assert signed_in("other.leader").get(f"/giao-nhan/phieu/{slip}.pdf").status_code == 404


def test_a_dry_run_bars_what_another_agency_would_give(province: SmallProvince) -> None:
    number = f"{forwarded(province)}.1"
    run = acts.propose_bulk(
        act="onestop.hand_over.give",
        picked=[Picked(number), Picked("nothing.1")],
        inputs={},
        actor=province.at("department.specialist"),
        now=TUESDAY,
    )
    assert {item.state for item in BulkRun.objects.get(uuid=run).items.all()} == {ItemState.BARRED}


def test_the_list_gives_takes_and_refuses_one_by_one(province: SmallProvince) -> None:
    number = f"{forwarded(province)}.1"
    desk, taker = signed_in("commune.reception"), signed_in("department.specialist")
    page = text_of(desk.get("/giao-nhan/"))
    assert number in page
    assert number not in text_of(taker.get("/giao-nhan/"))
    assert "Đã giao" in text_of(
        desk.post("/giao-nhan/viec/", {"viec": f"giao:{number}", "xem": "cho-giao"}, follow=True)
    )
    assert number in text_of(taker.get("/giao-nhan/?xem=cho-nhan"))
    taker.post("/giao-nhan/khong-nhan/", {"number": number, "reason": ""})
    assert HandOver.objects.get(number=number).state == Passing.GIVEN
    taker.post("/giao-nhan/viec/", {"viec": f"nhan:{number}", "xem": "cho-nhan"})
    assert HandOver.objects.get(number=number).state == Passing.TAKEN
    again = taker.post("/giao-nhan/viec/", {"viec": f"nhan:{number}"}, follow=True)
    assert again.context["messages"]
    for sent in ({}, {"viec": "xoa"}, {"viec": "giao"}, {"viec": "giao:\0"}, {"viec": "nhan:" + "9" * 500}):
        answer = desk.post("/giao-nhan/viec/", sent, follow=True)
        assert (answer.status_code, bool(answer.context["messages"])) == (200, True)


def test_the_pages_are_bounded_filtered_and_exported(province: SmallProvince) -> None:
    numbers = [forwarded(province) for _each in range(45)]
    client = signed_in("commune.reception")
    for address in ("/giao-nhan/", "/giao-nhan/?trang=2", "/giao-nhan/?xem=nhat-ky&tre=1", f"/ho-so/{numbers[0]}/"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= MOST_STATEMENTS, address
    assert len(client.get("/giao-nhan/?trang=2").context["rows"]) == 5
    assert len(client.get(f"/giao-nhan/?q={numbers[3]}").context["rows"]) == 1
    assert len(client.get("/giao-nhan/?q=binh").context["rows"]) == 40
    sheet = b"".join(client.get("/giao-nhan/danh-sach.csv?xem=cho-giao")).decode()
    assert all(number in sheet for number in numbers)
    assert client.get("/giao-nhan/danh-sach.exe").status_code == 404
