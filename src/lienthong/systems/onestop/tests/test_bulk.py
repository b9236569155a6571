"""Many lines at once: tried out, done one by one by the kernel, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lienthong.kernel.acts import queries as bulk
from lienthong.kernel.acts import services as acts
from lienthong.kernel.acts.contracts import Actor, BulkInfo, BulkState, Conflict, ItemState, NotFound
from lienthong.kernel.acts.testing import BulkItem, BulkRun, carry_out
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.organizations.testing import Appointment
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop import services
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

pytestmark = pytest.mark.django_db
SUBJECT = "onestop.dossier"
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> SmallProvince:
    calendars.forget()
    return small_province()


def open_step(number: str) -> WorkItemInfo:
    (item,) = processes.open_items_for(subject_type=SUBJECT, subject_key=number)
    return item


def ticket(number: str) -> str:
    return f"{number}:{open_step(number).id}"


def the_run(actor: Actor) -> BulkInfo:
    run = BulkRun.objects.latest("pk")
    return bulk.get_bulk(uuid=run.uuid, viewer=actor, now=timezone.now())


def begin(actor: Actor, run: BulkInfo) -> BulkInfo:
    now = timezone.now()
    acts.start_bulk(uuid=run.uuid, actor=actor, now=now)
    carry_out(uuid=run.uuid, now=now)
    return bulk.get_bulk(uuid=run.uuid, viewer=actor, now=now)


def test_ticked_lines_are_tried_out_and_then_done_each_by_itself(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    numbers = [accept(province, "2.000635").number for _each in range(3)]
    tickets = [ticket(number) for number in numbers]
    services.complete_step(
        number=numbers[2], work_item_id=open_step(numbers[2]).id, outcome="propose", actor=officer, now=TUESDAY
    )
    page = sign_in(officer).post("/viec/hang-loat/", {"chon": tickets, "ket_qua": "propose"}, follow=True)
    run: BulkInfo = page.context["run"]
    assert (run.state, run.able, run.counts[ItemState.BARRED]) == (BulkState.READY, 2, 1)
    assert {open_step(number).step_key for number in numbers[:2]} == {"tra_cuu"}
    after = begin(officer, run)
    assert (after.state, after.counts[ItemState.DONE]) == (BulkState.DONE, 2)
    assert {open_step(number).step_key for number in numbers} == {"ky"}
    (line,) = [
        each
        for each in audit.list_history(subject_type=SUBJECT, subject_key=numbers[0])
        if each.act == "onestop.step.complete"
    ]
    assert (line.actor, line.data["bulk"]) == (officer.name, str(run.uuid))
    assert f"/hang-loat/{run.uuid}/" in sign_in(officer).get(f"/ho-so/{numbers[0]}/nhat-ky/").content.decode()


def test_a_leader_signs_several_at_once(province: SmallProvince, sign_in: Any) -> None:
    numbers = [accept(province, "2.000635").number for _each in range(2)]
    for number in numbers:
        services.complete_step(
            number=number, work_item_id=open_step(number).id, outcome="propose",
            actor=province.at("commune.civil-status"), now=TUESDAY,
        )  # fmt: skip
    leader = province.at("commune.leader")
    client = sign_in(leader)
    assert "refuse" not in {outcome.code for outcome in client.get("/viec/?xem=tat-ca").context["outcomes"]}
    client.post("/viec/hang-loat/", {"chon": [ticket(number) for number in numbers], "ket_qua": "sign"})
    client.post(f"/hang-loat/{the_run(leader).uuid}/bat-dau/")
    carry_out(uuid=the_run(leader).uuid, now=timezone.now())
    assert {open_step(number).step_key for number in numbers} == {"vao_so"}


def test_a_step_of_another_dossier_is_not_touched(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    mine, other = accept(province, "2.000635").number, accept(province, "2.000635").number
    sign_in(officer).post("/viec/hang-loat/", {"chon": [f"{mine}:{open_step(other).id}"], "ket_qua": "propose"})
    assert the_run(officer).able == 0
    with pytest.raises(Conflict):
        acts.start_bulk(uuid=the_run(officer).uuid, actor=officer, now=timezone.now())
    url = f"/ho-so/{mine}/viec/xong/"
    version = {"step": open_step(other).id, "version": 1, "outcome": "propose"}
    assert sign_in(officer).post(url, version).status_code == 409
    assert open_step(mine).step_key == open_step(other).step_key == "tra_cuu"


def test_all_that_match_means_the_filters_of_the_list(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    numbers = [accept(province, "2.000635").number for _each in range(42)]
    client = sign_in(officer)
    client.post("/viec/hang-loat/", {"tat_ca": "1", "ve": "?xem=cho-nhan", "ket_qua": "claim"})
    assert the_run(officer).able == len(numbers)
    client.post("/viec/hang-loat/", {"tat_ca": "1", "ve": f"?xem=cho-nhan&q={numbers[7]}", "ket_qua": "claim"})
    assert the_run(officer).able == 1


def test_a_leader_gives_steps_to_an_officer_and_takes_it_back(province: SmallProvince, sign_in: Any) -> None:
    leader, officer = province.at("commune.leader"), province.at("commune.civil-status")
    numbers = [accept(province, "2.000635").number for _each in range(4)]
    services.claim_step(number=numbers[0], work_item_id=open_step(numbers[0]).id, actor=officer, now=timezone.now())
    wish = {"tat_ca": "1", "ve": "?han=open", "danh_sach": "onestop.dossiers", "ket_qua": "assign"}
    client = sign_in(leader)
    assert 'name="nguoi"' in client.get("/ho-so/").content.decode()
    client.post("/viec/hang-loat/", wish | {"nguoi": str(officer.user_id)})
    run = begin(leader, the_run(leader))
    assert run.counts[ItemState.DONE] == 4
    assert {open_step(number).assignee_id for number in numbers} == {officer.user_id}
    services.release_step(number=numbers[3], work_item_id=open_step(numbers[3]).id, actor=officer, now=timezone.now())
    client.post(f"/hang-loat/{run.uuid}/hoan-tac/")
    undo = begin(leader, the_run(leader))
    assert (undo.undoes, undo.counts[ItemState.DONE], undo.counts[ItemState.BARRED]) == (run.uuid, 3, 1)
    assert [open_step(number).assignee_id for number in numbers] == [officer.user_id, None, None, None]
    again = client.post(f"/hang-loat/{run.uuid}/hoan-tac/")
    assert again["Location"] == f"/hang-loat/{undo.uuid}/"


def test_who_does_no_such_steps_is_refused_before_anything_is_done(province: SmallProvince, sign_in: Any) -> None:
    leader, clerk = province.at("commune.leader"), province.at("commune.clerk")
    number = accept(province, "2.000635").number
    wish = {"chon": [number], "danh_sach": "onestop.dossiers", "ket_qua": "assign", "nguoi": str(clerk.user_id)}
    sign_in(leader).post("/viec/hang-loat/", wish)
    (reason,) = bulk.list_reasons(uuid=the_run(leader).uuid, viewer=leader)
    assert (reason.code, reason.count) == ("officer_elsewhere", 1)


def test_a_taken_step_is_given_back_by_undoing(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    held, free = (accept(province, "2.000635").number for _each in range(2))
    services.claim_step(number=held, work_item_id=open_step(held).id, actor=officer, now=TUESDAY)
    sign_in(officer).post("/viec/hang-loat/", {"chon": [ticket(held), ticket(free)], "ket_qua": "claim"})
    run = begin(officer, the_run(officer))
    undo = acts.undo_bulk(uuid=run.uuid, actor=officer, now=timezone.now())
    begin(officer, bulk.get_bulk(uuid=undo, viewer=officer, now=timezone.now()))
    assert (open_step(held).assignee_id, open_step(free).assignee_id) == (officer.user_id, None)


def test_the_undo_window_closes(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    number = accept(province, "2.000635").number
    sign_in(officer).post("/viec/hang-loat/", {"chon": [ticket(number)], "ket_qua": "claim"})
    run = begin(officer, the_run(officer))
    with pytest.raises(Conflict):
        acts.undo_bulk(uuid=run.uuid, actor=officer, now=timezone.now() + timedelta(minutes=31))
    undo = acts.undo_bulk(uuid=run.uuid, actor=officer, now=timezone.now())
    with pytest.raises(Conflict):
        acts.start_bulk(uuid=undo, actor=officer, now=timezone.now() + timedelta(minutes=31))


def test_rights_are_those_of_the_moment_of_each_act(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    numbers = [accept(province, "2.000635").number for _each in range(2)]
    sign_in(officer).post("/viec/hang-loat/", {"chon": [ticket(each) for each in numbers], "ket_qua": "claim"})
    run = the_run(officer)
    acts.start_bulk(uuid=run.uuid, actor=officer, now=timezone.now())
    Appointment.objects.filter(user_id=officer.user_id or 0).update(valid_to=timezone.localdate() - timedelta(days=1))
    carry_out(uuid=run.uuid, now=timezone.now())
    assert set(BulkItem.objects.values_list("state", "code")) == {("refused", "not_permitted")}
    assert {open_step(number).assignee_id for number in numbers} == {None}


def test_a_run_is_its_own_persons(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    number = accept(province, "2.000635").number
    sign_in(officer).post("/viec/hang-loat/", {"chon": [ticket(number)], "ket_qua": "claim"})
    run = the_run(officer)
    stranger = sign_in(province.at("commune.leader"))
    for url in (f"/hang-loat/{run.uuid}/", f"/hang-loat/{run.uuid}/ket-qua.csv"):
        assert stranger.get(url).status_code == 404
    for verb in ("bat-dau", "tam-dung", "dung", "tiep-tuc", "hoan-tac"):
        assert stranger.post(f"/hang-loat/{run.uuid}/{verb}/").status_code == 404
    with pytest.raises(NotFound):
        acts.start_bulk(uuid=run.uuid, actor=province.at("commune.leader"), now=timezone.now())


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"chon": ["x:1"]},
        {"ket_qua": "propose"},
        {"chon": ["x:1"], "ket_qua": "refuse"},
        {"chon": ["x:1"], "ket_qua": "assign", "nguoi": "9" * 40},
        {"tat_ca": "1", "danh_sach": "onestop.dossiers", "ve": "?trang_thai=chưa có", "ket_qua": "claim"},
        {"tat_ca": "1", "ve": "?q=%00", "ket_qua": "claim"},
    ],
)
def test_what_cannot_be_meant_is_said_on_the_list(province: SmallProvince, sign_in: Any, sent: dict[str, Any]) -> None:
    page = sign_in(province.at("commune.civil-status")).post("/viec/hang-loat/", sent, follow=True)
    assert page.status_code in {200, 422}
    assert page.context["messages"]
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("mark", ["\0", "x" * 500, "1:2:3", "Đ:१", "H32:99999999999999999999999"])
def test_strange_ticks_are_subjects_that_are_not_found(province: SmallProvince, sign_in: Any, mark: str) -> None:
    officer = province.at("commune.civil-status")
    for source in ("onestop.inbox", "onestop.dossiers", "nowhere"):
        sent = {"chon": [mark], "ket_qua": "claim", "danh_sach": source}
        assert sign_in(officer).post("/viec/hang-loat/", sent, follow=True).status_code == 200
        assert the_run(officer).able == 0


def test_more_than_the_most_is_said(province: SmallProvince, sign_in: Any, settings: Any) -> None:
    settings.BULK_MOST_SUBJECTS = 2
    numbers = [accept(province, "2.000635").number for _each in range(3)]
    sent = {"chon": [ticket(number) for number in numbers], "ket_qua": "claim"}
    page = sign_in(province.at("commune.civil-status")).post("/viec/hang-loat/", sent, follow=True)
    assert "2" in str(next(iter(page.context["messages"])))
    assert not BulkRun.objects.exists()


def test_the_pages_of_runs_are_bounded_and_export(province: SmallProvince, sign_in: Any) -> None:
    officer = province.at("commune.civil-status")
    numbers = [accept(province, "2.000635").number for _each in range(60)]
    client = sign_in(officer)
    client.post("/viec/hang-loat/", {"chon": [ticket(number) for number in numbers], "ket_qua": "claim"})
    run = begin(officer, the_run(officer))
    for url in (f"/hang-loat/{run.uuid}/", f"/hang-loat/{run.uuid}/?kq=xong&sau=50", "/hang-loat/?sau=²"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        assert len(captured) <= MOST_STATEMENTS, url
    assert len(client.get(f"/hang-loat/{run.uuid}/?kq=xong&sau=50").context["lines"]) == 10
    sheet = b"".join(client.get(f"/hang-loat/{run.uuid}/ket-qua.csv?kq=xong")).decode()
    assert all(number in sheet for number in numbers)
    assert client.get(f"/hang-loat/{run.uuid}/ket-qua.exe").status_code == 404
    part = client.get(f"/hang-loat/{run.uuid}/", headers={"HX-Request": "true", "HX-Target": "tien-do"})
    assert part["HX-Refresh"] == "true"
    assert "<h1" not in part.content.decode()
