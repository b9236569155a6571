"""The pages: kiosk, screen, ticket, counter, figures, administration; who enters, and in how many statements."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.accounts.testing import User
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations import services as found
from lienthong.systems.onestop.testing import BEGIN, TUESDAY, SmallProvince, small_province
from lienthong.systems.queues import queries, services
from lienthong.systems.queues.testing import SmallDesk, Ticket, small_desk

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 20


@pytest.fixture(autouse=True)
def hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 09:00 on a working day whenever the test runs."""
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY)


@pytest.fixture
def province(db: None) -> SmallProvince:
    return small_province()


@pytest.fixture
def desk(province: SmallProvince) -> SmallDesk:
    return small_desk(agency_code=province.commune.code, now=TUESDAY - timedelta(days=1))


@pytest.fixture
def administrator(province: SmallProvince) -> Client:
    user_id = open_account(username="quantri", name="Quản trị", password="chỉ để thử 123")
    position_id = found.save_position(code="admin", name="Quản trị", rank=100)
    found.appoint(
        user_id=user_id,
        agency_id=province.commune.id,
        position_id=position_id,
        roles=("administrator",),
        valid_from=BEGIN,
    )
    return signed_in("quantri")


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


def test_from_the_kiosk_to_the_page_of_the_number(desk: SmallDesk, django_assert_max_num_queries: Any) -> None:
    kiosk, start = Client(), f"/lay-so/{desk.secret}/"
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = kiosk.get(start)
    assert f'href="{start}A/"' in text(page)
    assert page["Referrer-Policy"] == "same-origin"
    asked = text(kiosk.get(f"{start}A/"))
    assert "Người cao tuổi" in asked
    (key,) = re.findall(r'name="khoa" value="([^"]+)"', asked)
    sent = [kiosk.post(f"{start}A/", {"dien": "elderly", "khoa": key}) for _twice in range(2)]
    assert sent[0]["Location"] == sent[1]["Location"]
    ticket = Ticket.objects.get()
    with django_assert_max_num_queries(MOST_STATEMENTS + 5):
        done = text(kiosk.get(sent[0]["Location"]))
    assert "A001" in done
    assert "<svg" in done
    with django_assert_max_num_queries(MOST_STATEMENTS):
        followed = text(Client().get(f"/so-cua-toi/{ticket.uuid}/"))
    assert "Đến lượt tiếp theo" in followed
    slip = Client().get(f"/so-cua-toi/{ticket.uuid}/phieu.pdf")
    assert slip.content.startswith(b"%PDF")
    assert kiosk.get(f"{start}Z/").status_code == 302
    assert kiosk.post(f"{start}A/", {"dien": "x" * 900}).status_code == 409
    for wrong in ("/lay-so/khong-co/", "/man-hinh-goi/khong-co/", f"/lay-so/khong-co/xong/{ticket.uuid}/"):
        assert Client().get(wrong).status_code == 404
    assert Client().get(f"/so-cua-toi/{uuid4()}/").status_code == 404


def test_the_screen_answers_nothing_until_something_happened(
    province: SmallProvince, desk: SmallDesk, django_assert_max_num_queries: Any
) -> None:
    there = f"/man-hinh-goi/{desk.secret}/"
    officer = province.at("commune.reception")
    desk.do(services.open_counter, "1", officer, TUESDAY)
    ticket = desk.take("A", TUESDAY)
    (beat,) = re.findall(r'hx-get="\?nhip=(\d+)"', text(Client().get(there)))
    with django_assert_max_num_queries(3):
        assert Client().get(f"{there}?nhip={beat}").status_code == 204
    desk.call("1", officer, TUESDAY)
    with django_assert_max_num_queries(12):
        changed = text(Client().get(f"{there}?nhip={beat}"))
    assert 'data-q-spelled="A 0 0 1"' in changed
    assert "<html" not in changed
    assert officer.name not in changed
    phone = text(Client().get(f"/so-cua-toi/{ticket.uuid}/"))
    assert "Mời đến quầy 1" in phone


def test_a_holder_leaves_a_telephone_or_the_line(desk: SmallDesk) -> None:
    for _each in range(5):
        ticket = desk.take("A", TUESDAY)
    there = f"/so-cua-toi/{ticket.uuid}/"
    wrong = Client().post(f"{there}nhan-tin/", {"phone": "113"})
    assert wrong.status_code == 422
    assert 'value="113"' in text(wrong)
    assert Client().post(f"{there}nhan-tin/", {"phone": "0905 123 456"}).status_code == 302
    page = text(Client().get(there))
    assert "905" not in page
    assert Client().post(f"{there}bo-so/").status_code == 302
    assert "Đã bỏ số" in text(Client().get(there))
    assert Client().post(f"{there}bo-so/").status_code == 302


def test_an_officer_works_by_the_buttons_of_the_counter(
    province: SmallProvince, desk: SmallDesk, django_assert_max_num_queries: Any
) -> None:
    officer = signed_in("commune.reception")
    first, second = desk.take("A", TUESDAY), desk.take("A", TUESDAY)

    def press(act: str, **given: str) -> str:
        answer = officer.post(f"/hang-cho/quay/{desk.counters['1']}/{act}/", given, follow=True)
        assert answer.status_code == 200
        return text(answer)

    assert "Ngồi ở quầy nào" in text(officer.get("/hang-cho/"))
    assert 'data-lt-key="F10"' in press("mo")
    assert 'data-lt-key="F10"' in press("tam-dung", reason="")
    assert "Họp" in press("tam-dung", reason="Họp")
    press("mo")
    assert first.code in press("goi")
    press("goi-lai")
    serving = press("bat-dau")
    assert re.search(r'href="/quay/"[^>]*data-lt-key="F2"', serving)
    with django_assert_max_num_queries(MOST_STATEMENTS + 5):
        officer.get("/hang-cho/")
    (beat,) = re.findall(r'hx-get="\?nhip=(\d+)"', serving)
    assert officer.get(f"/hang-cho/?nhip={beat}").status_code == 204
    assert second.code in press("goi")
    press("bat-dau")
    assert "đã xong" in press("goi")
    assert "Không ai chờ" in press("goi")
    press("chuyen", prefix="B", target="không phải uuid")
    assert officer.post(f"/hang-cho/quay/{desk.counters['1']}/la/").status_code == 404
    press("dong")
    assert signed_in("other.reception").post(f"/hang-cho/quay/{desk.counters['1']}/mo/").status_code == 404
    assert signed_in("commune.leader").get("/hang-cho/").status_code == 403


def test_figures_and_list_are_filtered_exported_and_bounded(
    province: SmallProvince, desk: SmallDesk, django_assert_max_num_queries: Any
) -> None:
    leader, officer = signed_in("commune.leader"), province.at("commune.reception")
    assert "Không ai được phục vụ trong ngày này" in text(leader.get("/hang-cho/thoi-gian/"))
    desk.do(services.open_counter, "1", officer, TUESDAY)
    for at in range(3):
        desk.take("A", TUESDAY, priority="merit" if at else "")
        desk.call("1", officer, TUESDAY + timedelta(minutes=10 * at))
        desk.do(services.start_serving, "1", officer, TUESDAY + timedelta(minutes=10 * at))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text(leader.get("/hang-cho/thoi-gian/"))
    assert "<rect" in page
    assert "quay=1" in page
    with django_assert_max_num_queries(MOST_STATEMENTS):
        rows = text(leader.get("/hang-cho/luot/?xem=served&quay=1&loai=A&gio=9"))
    assert (rows.count("A00"), "A003" in rows) == (2, False)
    assert leader.get("/hang-cho/luot/?ngay=32/13/2026").status_code == 422
    assert leader.get("/hang-cho/luot/?gio=99999&xem=x&diem=x&trang=x&quay=%27%22").status_code == 200
    sent = text(leader.get("/hang-cho/luot/danh-sach.csv?ngay=06/10/2026&xem=serving"))
    assert sent.count("A003") == 1
    other = signed_in("other.leader")
    assert "Chưa có điểm tiếp nhận nào" in text(other.get("/hang-cho/thoi-gian/"))
    assert "A00" not in text(other.get(f"/hang-cho/luot/?diem={desk.uuid}"))
    assert signed_in("commune.reception").get("/hang-cho/thoi-gian/").status_code == 403


def test_an_administrator_sets_a_desk_up_on_the_pages(administrator: Client, province: SmallProvince) -> None:
    start = "/quan-tri/diem-tiep-nhan/"
    given = {
        "agency": province.centre.code, "name": "Tầng 1", "rule": "share", "every": "2", "opens_before": "30",
        "stops_before": "15", "returns": "1", "tells_ahead": "3",
    }  # fmt: skip
    assert administrator.post(f"{start}moi/", given | {"every": "1"}).status_code == 422
    assert administrator.post(f"{start}moi/", given | {"agency": "H99"}).status_code in {404, 422}
    there = administrator.post(f"{start}moi/", given)["Location"]
    kind = {"letter": "k", "name": "Kinh doanh", "minutes": "12", "order": "1", "active": "on", "fields_of": "a\n\nb"}
    assert administrator.post(f"{there}loai/", kind | {"letter": "1"}).status_code == 422
    assert administrator.post(f"{there}loai/", kind).status_code == 302
    assert "Kinh doanh" in text(administrator.get(f"{there}loai/?ky-hieu=K"))
    assert administrator.get(f"{there}loai/?ky-hieu=Z").status_code == 404
    post = {"number": "1", "classes": ["K"], "active": "on"}
    assert administrator.post(f"{there}quay/", post | {"classes": ["Z"]}).status_code == 422
    assert administrator.post(f"{there}quay/", post).status_code == 302
    page = text(administrator.get(there))
    (secret,) = re.findall(r"/lay-so/([^/]+)/", page)
    assert administrator.post(f"{there}sua/", given | {"name": "Tầng 2"}).status_code == 302
    assert administrator.post(f"{there}dia-chi/").status_code == 302
    assert Client().get(f"/lay-so/{secret}/").status_code == 404
    assert "Tầng 2" in text(administrator.get(start))
    group = {
        "code": "giao-vien", "name": "Nhà giáo", "rank": "60", "source": "Nội quy", "icon": "user",
        "valid_from": "06/10/2026",
    }  # fmt: skip
    assert administrator.post("/quan-tri/dien-uu-tien/sua/", group | {"source": ""}).status_code == 422
    assert administrator.post("/quan-tri/dien-uu-tien/sua/", group).status_code == 302
    assert "Nhà giáo" in text(administrator.get("/quan-tri/dien-uu-tien/"))
    assert administrator.get("/quan-tri/dien-uu-tien/sua/?ma=elderly").status_code == 200
    leader = signed_in("commune.leader")
    assert leader.get(there).status_code == 404
    assert leader.get("/quan-tri/dien-uu-tien/").status_code == 403
    assert signed_in("commune.reception").get(start).status_code == 403


def test_the_kiosk_speaks_english_and_knows_the_hours(
    desk: SmallDesk, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Civil status, certification" in text(client.get(f"/lay-so/{desk.secret}/"))
    assert client.get(f"/lay-so/{desk.secret}/?lai=1").cookies[settings.LANGUAGE_COOKIE_NAME].value == ""
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY + timedelta(hours=12))
    closed = text(Client().get(f"/lay-so/{desk.secret}/"))
    assert "Lúc này chưa phát số" in closed
    assert f'href="/lay-so/{desk.secret}/A/"' not in closed
    assert Client().post(f"/lay-so/{desk.secret}/A/", {"dien": ""}).status_code == 409
    assert queries.get_desk(uuid=desk.uuid, viewer=Actor.system("test")).name == "Bộ phận Một cửa"
