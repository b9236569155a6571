"""What goes to the Portal: noted with each change, in order, tried again, shown when it fails (R-66 to R-68, R-70)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.support.national_portal import NationalPortal

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files import services as files
from lienthong.kernel.processes import queries as steps
from lienthong.systems.national_portal import queries, services
from lienthong.systems.national_portal.contracts import Generation, SyncState
from lienthong.systems.national_portal.models import Change, PortalLine, Sync
from lienthong.systems.national_portal.testing import connect
from lienthong.systems.onestop import services as dossiers
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, draft_of

from .conftest import Clock

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CERTIFICATE, LINKED = "1.008891", "1.004088"
HOUR = timedelta(hours=1)
BOTH = pytest.mark.parametrize("generation", list(Generation))


def complete(province: SmallProvince, number: str, officer: str, outcome: str, now: datetime) -> None:
    (item,) = steps.open_items_for(subject_type="onestop.dossier", subject_key=number)
    dossiers.complete_step(number=number, work_item_id=item.id, outcome=outcome, actor=province.at(officer), now=now)


def send(number: str, clock: Callable[[], datetime]) -> bool:
    deliver_everything(clock())
    return services.send_dossier(number=number, clock=clock)


def at_the_department(province: SmallProvince) -> str:
    return accept(province, CERTIFICATE, place="centre").number


@pytest.fixture
def clock() -> Clock:
    return Clock(TUESDAY)


@BOTH
def test_r66_each_change_is_told_in_order_and_what_was_acknowledged_is_kept(
    generation: Generation, portal: NationalPortal, province: SmallProvince, keeper: Actor, clock: Clock
) -> None:
    connect(generation, now=TUESDAY)
    number = at_the_department(province)
    clock.now += HOUR
    complete(province, number, "department.division-head", "assign", clock.now)
    clock.now += HOUR
    complete(province, number, "department.specialist", "propose", clock.now)
    assert send(number, clock)
    assert [line["NoiDungXuLy"].partition(":")[0] for line in portal.lines] == [
        "Tiếp nhận hồ sơ", "Hoàn thành bước xử lý", "Hoàn thành bước xử lý",
    ]  # fmt: skip
    assert len({line["ThoiDiemXuLy"] for line in portal.lines}) == 3
    kept = queries.get_sync(number=number, viewer=keeper)
    assert (kept.row.state, kept.row.changes, kept.row.told_at) == (SyncState.TOLD, 0, clock.now)
    assert kept.payload["MaHoSo"] == number
    assert kept.answer
    assert not services.send_dossier(number=number, clock=clock)


def test_r66_an_entry_is_taken_back_with_the_transaction_of_its_event(
    portal: NationalPortal, province: SmallProvince
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number = accept(province, "2.000635").number
    with transaction.atomic():
        deliver_everything(TUESDAY)
        assert Change.objects.exists()
        transaction.set_rollback(True)
    assert not Change.objects.exists()
    deliver_everything(TUESDAY)
    noted = Change.objects.filter(sync__number=number).count()
    job = apps.get_model("procrastinate.ProcrastinateJob").objects.filter(task_name="national_portal.send")
    assert job.filter(args={"number": number}).count() == noted > 0


def test_told_twice_a_change_is_noted_once(portal: NationalPortal, province: SmallProvince) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number = accept(province, "2.000635").number
    for _again in range(2):
        services.note_change(number=number, cause="comparison", event_id="e-1", officer="", now=TUESDAY)
    assert Change.objects.filter(event_id="e-1").count() == 1


@BOTH
def test_a_day_without_the_portal_loses_nothing_and_doubles_nothing(
    generation: Generation, portal: NationalPortal, province: SmallProvince, keeper: Actor, clock: Clock
) -> None:
    connect(generation, now=TUESDAY)
    first, second = at_the_department(province), accept(province, "2.000635").number
    portal.down()
    assert not send(first, clock)
    assert not send(second, clock)
    for officer, outcome in (("department.division-head", "assign"), ("department.specialist", "propose")):
        clock.now += 10 * HOUR
        complete(province, first, officer, outcome, clock.now)
        assert not send(first, clock)
    line = PortalLine.objects.get(pk=generation)
    assert line.failing_since == TUESDAY
    # Being away is no fault of a dossier: nothing counts against it and nothing is given up.
    assert set(Sync.objects.values_list("state", "attempts")) == {(SyncState.WAITING, 0)}
    portal.up()
    clock.now = line.resume_at or clock.now
    # The answer of the first call after the outage is lost, too.
    portal.dies_before_answer = 1
    assert not send(first, clock)
    clock.now += 2 * HOUR
    assert send(first, clock)
    assert send(second, clock)
    assert sorted(portal.created) == sorted([first, second])
    assert len(portal.lines) == Change.objects.count()
    assert PortalLine.objects.get(pk=generation).failing_since is None


def test_a_portal_left_alone_is_not_called_before_its_time(
    portal: NationalPortal, province: SmallProvince, clock: Clock
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number, other = accept(province, "2.000635").number, accept(province, "1.008891", place="centre").number
    portal.troubles.statuses = [503]
    assert not send(number, clock)
    calls = len(portal.calls)
    assert not send(number, clock)
    assert not send(other, clock)
    assert len(portal.calls) == calls


@BOTH
def test_r66_what_is_refused_is_tried_again_then_shown_and_sent_again_by_a_person(
    generation: Generation,
    portal: NationalPortal,
    province: SmallProvince,
    keeper: Actor,
    clock: Clock,
    settings: Any,
) -> None:
    settings.NATIONAL_PORTAL_RETRY_SECONDS = (60, 600)
    connect(generation, now=TUESDAY)
    number, other = at_the_department(province), accept(province, "2.000635").number
    portal.troubles.refused = {number}
    for _try in range(3):
        assert not send(number, clock)
        clock.now += HOUR
    row = queries.get_sync(number=number, viewer=keeper).row
    assert (row.state, row.attempts) == (SyncState.FAILED, 3)
    assert "dữ liệu không hợp lệ" in row.error
    # Another dossier does not wait behind it.
    assert send(other, clock)
    portal.troubles.refused = set()
    with pytest.raises(NotFound):
        services.send_again(number=number, actor=province.at("commune.leader"), now=clock.now)
    only_sees = replace(keeper, grants=keeper.grants[:1])
    with pytest.raises(NotPermitted):
        services.send_again(number=number, actor=only_sees, now=clock.now)
    services.send_again(number=number, actor=keeper, now=clock.now)
    assert send(number, clock)
    assert portal.created == [other, number]


def test_what_comes_while_it_is_sent_stays_to_be_told(
    portal: NationalPortal, province: SmallProvince, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number = accept(province, "2.000635").number
    deliver_everything(TUESDAY)
    real = services.send_dossier.__globals__["_acknowledge"]

    def acknowledge(*given: Any) -> None:
        real(*given)
        services.note_change(number=number, cause="comparison", event_id="late", officer="", now=TUESDAY)

    monkeypatch.setitem(services.send_dossier.__globals__, "_acknowledge", acknowledge)
    assert not services.send_dossier(number=number, clock=clock)
    assert list(Change.objects.filter(told_at=None).values_list("event_id", flat=True)) == ["late"]
    assert Sync.objects.get().state == SyncState.WAITING


def with_scan(province: SmallProvince) -> str:
    desk = province.at("commune.reception")
    scan = files.store_bytes(data=PDF, name="giấy.pdf", actor=desk, now=TUESDAY)
    draft = draft_of("2.000635", province.party)
    papers = (replace(draft.papers[0], file_id=scan.id), *draft.papers[1:])
    return dossiers.accept_dossier(draft=replace(draft, papers=papers), actor=desk, now=TUESDAY).number


@pytest.mark.usefixtures("portal")
def test_r68_links_to_files_are_signed_short_lived_and_logged(
    portal: NationalPortal, province: SmallProvince, clock: Clock, settings: Any, client: Client
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number = with_scan(province)
    # The link is opened by the real clock, so it is made by it.
    clock.now = timezone.now()
    deliver_everything(clock.now)
    services.send_dossier(number=number, clock=clock)
    (sent,) = portal.dossiers[number]["TaiLieuNop"]
    assert (sent["DuocSoHoa"], portal.dossiers[number]["HoSoCoThanhPhanSoHoa"]) == ("1", "1")
    path = urlsplit(sent["DuongDanTaiTepTin"]).path
    answer = client.get(path)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]  # a file is streamed
    looks = apps.get_model("audit.AccessEntry").objects.filter(subject_key=number, purpose="files.link")
    assert list(looks.values_list("actor_name", flat=True)) == ["Cổng Dịch vụ công quốc gia"]
    assert client.get(path[:-2] + "x/").status_code == 404
    settings.NATIONAL_PORTAL_LINK_SECONDS = -1
    assert client.get(link_again(number, portal, clock)).status_code == 404


def link_again(number: str, portal: NationalPortal, clock: Clock) -> str:
    services.note_change(number=number, cause="comparison", event_id="again", officer="", now=clock.now)
    services.send_dossier(number=number, clock=clock)
    return str(urlsplit(portal.dossiers[number]["TaiLieuNop"][0]["DuongDanTaiTepTin"]).path)


def test_r68_the_second_generation_is_given_contents_once(
    portal: NationalPortal, province: SmallProvince, clock: Clock
) -> None:
    connect(Generation.SECOND, now=TUESDAY)
    number = with_scan(province)
    assert send(number, clock)
    services.note_change(number=number, cause="comparison", event_id="again", officer="", now=TUESDAY)
    assert send(number, clock)
    assert list(portal.contents.values()) == [PDF]
    assert len(portal.called("/tep")) == 1


def test_r70_the_parts_of_a_linked_dossier_are_lines_of_it_and_no_filings(
    portal: NationalPortal, province: SmallProvince, clock: Clock
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number = accept(province, LINKED).number
    while items := steps.open_items_for(subject_type="onestop.dossier", subject_key=number):
        plain = [each for each in items[0].outcomes if each.code not in {"sign", "issue", "refuse", "return"}]
        seat = next(
            (actor for actor in province.officers.values() if steps.my_items_for(
                viewer=actor, subject_type="onestop.dossier", subject_key=number)), None
        )  # fmt: skip
        if seat is None or not plain:
            break
        clock.now += timedelta(minutes=5)
        dossiers.complete_step(
            number=number, work_item_id=items[0].id, outcome=plain[0].code, actor=seat, now=clock.now
        )
    assert send(number, clock)
    assert portal.created == [number]
    assert len(portal.lines) > 2
    assert {line["MaHoSo"] for line in portal.lines} == {number}


def test_configuration_says_which_generation_a_procedure_goes_by(
    portal: NationalPortal, province: SmallProvince, clock: Clock
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    connect(Generation.SECOND, now=TUESDAY, procedure="2.000635")
    connect(Generation.FIRST, now=TUESDAY, procedure=LINKED, is_on=False)
    by_second, by_first = accept(province, "2.000635").number, at_the_department(province)
    accept(province, LINKED)
    deliver_everything(TUESDAY)
    assert dict(Sync.objects.values_list("number", "generation")) == {by_second: "second", by_first: "first"}


@pytest.mark.usefixtures("portal")
def test_without_a_route_nothing_is_noted(province: SmallProvince) -> None:
    accept(province, "2.000635")
    deliver_everything(TUESDAY)
    assert not Sync.objects.exists()


def test_r10_the_page_of_a_dossier_says_how_the_portal_stands(
    portal: NationalPortal, province: SmallProvince, clock: Clock, client: Client
) -> None:
    connect(Generation.FIRST, now=TUESDAY)
    number = accept(province, "2.000635").number
    deliver_everything(TUESDAY)
    desk = province.at("commune.reception")
    client.force_login(get_user_model().objects.get(pk=desk.user_id or 0))
    assert "Chờ đồng bộ" in client.get(f"/ho-so/{number}/").content.decode()
    assert send(number, clock)
    page = client.get(f"/ho-so/{number}/").content.decode()
    assert "Đã đồng bộ" in page
    assert "/cong-quoc-gia/" not in page
