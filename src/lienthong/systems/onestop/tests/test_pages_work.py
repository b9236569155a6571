"""The pages of those who work on dossiers: each rule once, with real dossiers."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lienthong.kernel.audit import queries as audit
from lienthong.kernel.audit.contracts import LookFilters, person_key
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import State, SupplementItem
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


def at_step(province: SmallProvince, number: str, **more: Any) -> dict[str, Any]:
    """Return what a form of the page sends for the open step of a dossier."""
    dossier = queries.get_dossier(number=number, viewer=province.at("province.leader"))
    return {"step": open_step(number).id, "version": dossier.version, **more}


def state_of(province: SmallProvince, number: str) -> State:
    return queries.get_dossier(number=number, viewer=province.at("province.leader")).row.state


def statements(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_every_page_has_a_bounded_number_of_statements(province: SmallProvince, sign_in: Any) -> None:
    numbers = [accept(province, "2.000635").number for _each in range(12)]
    services.request_supplement(
        number=numbers[0], reason="Thiếu", items=(SupplementItem(paper="", content="Giấy khai sinh"),),
        actor=province.at("commune.civil-status"), now=TUESDAY,
    )  # fmt: skip
    officer, leader = sign_in(province.at("commune.civil-status")), sign_in(province.at("province.leader"))
    page = f"/ho-so/{numbers[0]}/"
    for url in ("/viec/", "/viec/?xem=tat-ca", page, f"{page}?viec=y-kien", f"{page}nhat-ky/", f"{page}so-do/"):
        assert statements(officer, url) <= MOST_STATEMENTS, url
    for url in ("/ho-so/", "/ho-so/?han=open", "/lanh-dao/", "/lanh-dao/?ky=12-thang"):
        assert statements(leader, url) <= MOST_STATEMENTS, url


def test_reading_writes_nothing(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    client = sign_in(province.at("commune.leader"))
    urls = ("/viec/", "/hang-loat/", "/ho-so/", f"/ho-so/{number}/", f"/ho-so/{number}/so-do/", "/lanh-dao/")
    with CaptureQueriesContext(connection) as captured:
        for url in (*urls, "/ho-so/danh-sach.csv", f"/ho-so/{number}/nhat-ky/"):
            response = client.get(url)
            assert response.status_code == 200
            b"".join(response) if response.streaming else response.content
    wrote = [each["sql"] for each in captured if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert wrote == []


def test_another_communes_dossier_is_not_found(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    stranger = sign_in(province.at("other.leader"))
    for url in (f"/ho-so/{number}/", f"/ho-so/{number}/nhat-ky/", f"/ho-so/{number}/so-do/"):
        assert stranger.get(url).status_code == 404
    assert stranger.post(f"/ho-so/{number}/viec/y-kien/", {"text": "?"}).status_code == 404
    assert stranger.post(f"/ho-so/{number}/hien/", {"ai": "owner"}).status_code == 404
    assert number not in stranger.get("/ho-so/").content.decode()
    assert number not in b"".join(stranger.get("/ho-so/danh-sach.csv")).decode()


def test_acting_needs_the_token_and_a_post(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.get(pk=province.at("commune.civil-status").user_id or 0))
    url = f"/ho-so/{number}/viec/y-kien/"
    assert client.post(url, {"text": "Ý kiến"}).status_code == 403
    assert client.get(url).status_code == 405


def test_who_holds_nothing_starts_at_what_waits(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    page = sign_in(province.at("commune.civil-status")).get("/viec/").content.decode()
    assert number in page
    assert 'aria-current="page">Chờ nhận' in page or 'aria-current="page">To be taken' in page


def test_the_inbox_groups_by_when_work_is_due(province: SmallProvince, sign_in: Any) -> None:
    accept(province, "2.000635")
    now = timezone.now()
    accept(province, "1.004088", now=now)
    page = sign_in(province.at("commune.reception")).get("/viec/?xem=tat-ca")
    groups = page.context["work"].groups
    assert [line.item.subject_key for group in groups for line in group.lines] != []
    late = sign_in(province.at("commune.civil-status")).get("/viec/?xem=tat-ca").context["work"].groups
    assert [group.when for group in late] == ["overdue"] or now < TUESDAY


def test_pages_of_the_inbox_follow_by_key(province: SmallProvince, sign_in: Any) -> None:
    made = [accept(province, "2.000635").number for _each in range(42)]
    client = sign_in(province.at("commune.civil-status"))
    first = client.get("/viec/?xem=cho-nhan")
    second = client.get(f"/viec/{first.context['more']}&xem=cho-nhan")
    pages = [
        [line.item.subject_key for group in page.context["work"].groups for line in group.lines]
        for page in (first, second)
    ]
    assert pages[0] + pages[1] == made
    assert [group.whole for page in (first, second) for group in page.context["work"].groups] == [False, False]


def test_filters_of_the_inbox_are_in_the_address(province: SmallProvince, sign_in: Any) -> None:
    accept(province, "2.000635")
    vessel = accept(province, "1.004088").number
    client = sign_in(province.at("commune.reception"))
    assert vessel in client.get("/viec/?xem=tat-ca&buoc=kiem_tra").content.decode()
    assert vessel not in client.get("/viec/?xem=tat-ca&buoc=ky").content.decode()
    assert "Đăng ký phương tiện thủy lần đầu" in client.get("/viec/?xem=tat-ca&loc=q").content.decode()


def test_a_line_is_taken_from_the_list(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    actor = province.at("commune.civil-status")
    sign_in(actor).post("/viec/hang-loat/", {"nhan": f"{number}:{open_step(number).id}"})
    assert open_step(number).assignee_id == actor.user_id


def test_a_dossier_goes_from_step_to_result_on_its_page(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    url = f"/ho-so/{number}/"
    for role, act, outcome in (
        ("civil-status", "xong", "propose"),
        ("leader", "ky", "sign"),
        ("clerk", "dong-dau", "issue"),
    ):
        client = sign_in(province.at(f"commune.{role}"))
        page = client.get(url)
        assert page.context["bar"][0].slug == act
        sent = client.post(f"{url}viec/{act}/", at_step(province, number, outcome=outcome))
        assert sent.status_code == 302, sent.content.decode()
    desk = sign_in(province.at("commune.reception"))
    assert desk.post(f"{url}viec/trao/", {"receiver": ""}).status_code == 422
    assert desk.post(f"{url}viec/trao/", {"receiver": "Trần Văn Bình"}).status_code == 302
    assert state_of(province, number) is State.RETURNED
    assert "/giay-to/" in desk.get(url).content.decode()


def test_r42_a_supplement_is_asked_line_by_line_and_pauses_the_clock(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    client, url = sign_in(province.at("commune.civil-status")), f"/ho-so/{number}/"
    assert 'name="items"' in client.get(f"{url}?viec=bo-sung").content.decode()
    empty = client.post(f"{url}viec/bo-sung/", {"reason": "Thiếu trang bốn", "items": " "})
    assert empty.status_code == 422
    assert "Thiếu trang bốn" in empty.content.decode()
    client.post(f"{url}viec/bo-sung/", {"reason": "Thiếu", "items": "- Trang 4\n\n- Bản chính"})
    (asked,) = queries.get_dossier(number=number, viewer=province.at("commune.leader")).supplements
    assert [item["content"] for item in asked.items] == ["Trang 4", "Bản chính"]
    assert "n-pause" in client.get(url).content.decode()
    sign_in(province.at("commune.reception")).post(f"{url}viec/nhan-bo-sung/")
    assert state_of(province, number) is State.PROCESSING


def test_who_comes_second_is_told_and_keeps_what_was_typed(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    sent = at_step(province, number, reason="Sai số định danh")
    actor = province.at("commune.civil-status")
    services.add_opinion(number=number, text="Xem lại", actor=province.at("commune.leader"), now=TUESDAY)
    late = sign_in(actor).post(f"/ho-so/{number}/viec/tra-buoc/", sent)
    page = late.content.decode()
    assert late.status_code == 409
    assert "Cán bộ commune.leader" in page
    assert "Sai số định danh" in page


def test_the_second_of_two_officers_learns_that_the_step_is_done(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    sent = at_step(province, number, outcome="propose", note="Lời nhắn chưa gửi")
    services.complete_step(
        number=number, work_item_id=sent["step"], outcome="propose",
        actor=province.at("commune.civil-status"), now=TUESDAY,
    )  # fmt: skip
    late = sign_in(province.at("commune.civil-status")).post(f"/ho-so/{number}/viec/xong/", sent)
    assert late.status_code == 409
    assert "Lời nhắn chưa gửi" in late.content.decode()


def test_r22_refusing_needs_words_and_the_right(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    services.complete_step(
        number=number, work_item_id=open_step(number).id, outcome="propose",
        actor=province.at("commune.civil-status"), now=TUESDAY,
    )  # fmt: skip
    url = f"/ho-so/{number}/viec/tu-choi/"
    leader = sign_in(province.at("commune.leader"))
    assert leader.post(url, at_step(province, number, reason="")).status_code == 422
    assert leader.post(url, at_step(province, number, reason="Không có trong sổ gốc")).status_code == 302
    assert state_of(province, number) is State.STOPPED


def test_a_paper_is_added_and_a_wrong_file_is_refused_beside_its_field(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    client, url = sign_in(province.at("commune.civil-status")), f"/ho-so/{number}/viec/giay-to/"
    wrong = SimpleUploadedFile("a.pdf", b"MZ not a pdf", "application/pdf")
    refused = client.post(url, {"name": "Sổ hộ tịch", "file": wrong})
    assert refused.status_code == 422
    assert "Sổ hộ tịch" in refused.content.decode()
    picture = SimpleUploadedFile("so.png", PNG, "image/png")
    assert client.post(url, {"name": "Sổ hộ tịch", "file": picture}).status_code == 302
    page = client.get(f"/ho-so/{number}/").content.decode()
    assert 'hx-trigger="intersect once"' in page


def test_r60_a_number_is_masked_until_somebody_asks_and_that_is_written_down(
    province: SmallProvince, sign_in: Any
) -> None:
    number = accept(province, "1.008891", place="centre").number
    actor = province.at("department.division-head")
    client = sign_in(actor)
    assert "056085000456" not in client.get(f"/ho-so/{number}/").content.decode()
    assert "056085000456" in client.post(f"/ho-so/{number}/hien/", {"ai": "owner"}).content.decode()
    looks, _more = audit.list_looks(filters=LookFilters(), people=(person_key(province.party.id),))
    assert [(look.actor, look.subject_key) for look in looks if look.purpose == queries.REVEAL] == [
        (actor.name, number)
    ]


def test_the_diagram_page_carries_the_token_and_a_table(province: SmallProvince, sign_in: Any) -> None:
    number = accept(province, "2.000635").number
    page = sign_in(province.at("commune.leader")).get(f"/ho-so/{number}/so-do/")
    assert 'data-lt-token="tra_cuu"' in page.content.decode()
    assert "Tra cứu sổ hộ tịch" in page.content.decode()
    assert "'unsafe-inline'" in page["Content-Security-Policy"]


def test_a_scale_tells_pauses_and_lateness_apart(province: SmallProvince) -> None:
    number = accept(province, "1.008891", place="centre").number
    services.request_supplement(
        number=number, reason="Thiếu", items=(SupplementItem(paper="", content="Bằng"),),
        actor=province.at("department.division-head"), now=TUESDAY + timedelta(hours=2),
    )  # fmt: skip
    viewer = province.at("centre.reception")
    services.pass_on_supplement(number=number, actor=viewer, now=TUESDAY + timedelta(hours=2))
    services.receive_supplement(number=number, actor=viewer, now=TUESDAY + timedelta(days=1, hours=2))
    dossier = queries.get_dossier(number=number, viewer=viewer)
    running = queries.dossier_clock(dossier=dossier, now=TUESDAY + timedelta(days=1, hours=3))
    assert [piece.split(":")[0] for piece in running.pieces.split()] == ["done", "pause", "done", "ahead"]
    assert (running.used, running.paused) == (120 + 30, 480)
    late = queries.dossier_clock(dossier=dossier, now=dossier.row.due_at + timedelta(days=7))
    assert late.remaining < 0
    assert late.pieces.split()[-1].startswith("late:")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
