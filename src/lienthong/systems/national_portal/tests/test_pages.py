"""What the procedure control officer sees of the Portal, and what others do not."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.support.national_portal import NationalPortal

from lienthong.kernel.accounts.queries import officer
from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as founding
from lienthong.systems.national_portal import services
from lienthong.systems.national_portal.contracts import ActState, Generation, SyncState
from lienthong.systems.national_portal.models import PushedAct, Route, Sync
from lienthong.systems.national_portal.testing import connect, pushed_act
from lienthong.systems.onestop.testing import ANSWERS, BEGIN, TUESDAY, SmallProvince, accept

from .conftest import Clock

MOST_STATEMENTS = 20
PAGES = (
    "/cong-quoc-gia/",
    "/cong-quoc-gia/den/",
    "/cong-quoc-gia/doi-chieu/",
    "/cong-quoc-gia/doi-chieu/thieu/",
    "/cong-quoc-gia/ket-noi/",
    "/cong-quoc-gia/ket-noi/sua/",
)


@pytest.fixture
def browser(province: SmallProvince) -> Client:
    """Return a browser signed in as a procedure control officer of the province."""
    agency = organizations.find_agency(code="H32")
    user_id = open_account(username="kstthc", name="Kiểm soát thủ tục", password="chỉ để thử 123")
    seat = founding.save_position(code="kstthc", name="Kiểm soát thủ tục", rank=50)
    founding.appoint(
        user_id=user_id, agency_id=agency.id, position_id=seat, roles=("procedure-control",), valid_from=BEGIN
    )
    assert officer(organizations.appointments_of(user_id=user_id, at=BEGIN)[0], name="x").may("national_portal.manage")
    return signed_in(user_id)


def signed_in(user_id: int) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


@pytest.fixture
def failed(portal: NationalPortal, province: SmallProvince) -> str:
    """Return a dossier that the Portal refuses, beside one that it took."""
    connect(Generation.FIRST, now=TUESDAY)
    number, other = (accept(province, "2.000635").number for _each in range(2))
    portal.troubles.refused = {number}
    deliver_everything(TUESDAY)
    clock = Clock(TUESDAY)
    for _try in range(8):
        services.send_dossier(number=number, clock=clock)
        clock.now += timedelta(days=2)
    services.send_dossier(number=other, clock=Clock(TUESDAY))
    assert Sync.objects.get(number=number).state == SyncState.FAILED
    return number


@pytest.fixture
def kept(province: SmallProvince) -> PushedAct:
    """Return a filing of a procedure that nobody published."""
    program = Actor.system("portal")
    services.take_in(
        pushed=pushed_act("H32.22366", ANSWERS["2.000635"], procedure="9.999999"), actor=program, now=TUESDAY
    )
    services.process_acts(portal_code="G22.99-261005-000123", clock=Clock(TUESDAY))
    return PushedAct.objects.get()


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_pages_are_for_who_looks_after_the_connection(
    province: SmallProvince, failed: str, kept: PushedAct, browser: Client
) -> None:
    desk = signed_in(province.at("commune.reception").user_id or 0)
    for page in (*PAGES, f"/cong-quoc-gia/ho-so/{failed}/", f"/cong-quoc-gia/den/{kept.uuid}/"):
        assert Client().get(page).status_code in {302, 403}
        assert desk.get(page).status_code == 403
        assert browser.get(page).status_code == 200
    assert desk.post(f"/cong-quoc-gia/ho-so/{failed}/gui-lai/").status_code == 403


def test_the_list_says_what_waits_what_failed_and_is_narrowed(browser: Client, failed: str) -> None:
    whole = text_of(browser, "/cong-quoc-gia/")
    assert whole.count("data-lt-row") == 2
    only = text_of(browser, "/cong-quoc-gia/?xem=loi")
    assert only.count("data-lt-row") == 1
    assert "dữ liệu không hợp lệ" in only
    assert text_of(browser, f"/cong-quoc-gia/?q={failed}").count("data-lt-row") == 1
    assert "data-lt-row" not in text_of(browser, "/cong-quoc-gia/?q=zzz")
    for address in ("/cong-quoc-gia/?sau=x&q=zzz&xem=zzz", f"/cong-quoc-gia/?q={'x' * 500}"):
        assert browser.get(address).status_code == 200


def test_every_list_is_a_file(browser: Client, failed: str, kept: PushedAct) -> None:
    for page in (PAGES[0], PAGES[1], PAGES[2], PAGES[3], PAGES[4]):
        answer = browser.get(f"{page}danh-sach.csv")
        assert answer.status_code == 200, page
    said = b"".join(browser.get(f"{PAGES[0]}danh-sach.csv?xem=loi")).decode("utf-8-sig")
    assert failed in said
    assert len(said.strip().splitlines()) == 2


def test_r66_a_person_sends_again_what_failed(browser: Client, failed: str, portal: NationalPortal) -> None:
    page = text_of(browser, f"/cong-quoc-gia/ho-so/{failed}/")
    assert "gui-lai" in page
    portal.troubles.refused = set()
    answer = browser.post(f"/cong-quoc-gia/ho-so/{failed}/gui-lai/")
    assert answer.status_code == 302
    clock = Clock(TUESDAY + timedelta(days=4000))
    assert services.send_dossier(number=failed, clock=clock)
    page = text_of(browser, f"/cong-quoc-gia/ho-so/{failed}/")
    assert "TrangThaiHoSo" in page
    # What was sent is shown without the number of the person and without links that open files.
    assert "056085000456" not in page
    assert "lien-ket" not in page
    assert browser.get("/cong-quoc-gia/ho-so/khong-co/").status_code == 404


def test_r65_a_kept_filing_is_shown_and_settled(browser: Client, kept: PushedAct) -> None:
    assert "9.999999" in text_of(browser, "/cong-quoc-gia/den/?xem=giu-lai&loai=filing")
    assert "data-lt-row" not in text_of(browser, "/cong-quoc-gia/den/?loai=payment")
    address = f"/cong-quoc-gia/den/{kept.uuid}/"
    assert "Lê Thị Nộp Xa" in text_of(browser, address)
    assert browser.post(f"{address}lam-lai/").status_code == 302
    services.process_acts(portal_code=kept.portal_code, clock=Clock(TUESDAY + timedelta(days=4000)))
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "Đã hướng dẫn người nộp"}).status_code == 302
    kept.refresh_from_db()
    assert kept.state == ActState.SETTLED
    assert "Đã hướng dẫn người nộp" in text_of(browser, address)
    assert browser.post(address, {"reason": "Lần nữa"}).status_code == 422


def test_r69_the_comparison_is_shown_by_day(browser: Client, failed: str, portal: NationalPortal) -> None:
    services.compare_days(now=TUESDAY + timedelta(hours=22))
    assert "50" in text_of(browser, "/cong-quoc-gia/doi-chieu/?xem=lech")
    assert failed in text_of(browser, "/cong-quoc-gia/doi-chieu/thieu/?ben=there&tu=06/10/2026")
    assert failed not in text_of(browser, "/cong-quoc-gia/doi-chieu/thieu/?ben=here")
    assert browser.get("/cong-quoc-gia/doi-chieu/?tu=40/40/2026").status_code == 422


def test_a_procedure_is_connected_on_a_page(browser: Client, province: SmallProvince) -> None:
    address = "/cong-quoc-gia/ket-noi/sua/"
    given = {"procedure": "2.000635", "generation": "second", "names": "HoTen = full_name", "is_on": "on"}
    assert browser.post(address, given | {"names": "không có dấu bằng"}).status_code == 422
    assert browser.post(address, given | {"generation": "third"}).status_code == 422
    assert browser.post(address, given | {"version": "0"}).status_code == 302
    route = Route.objects.get()
    assert (route.generation, route.names) == ("second", {"HoTen": "full_name"})
    assert "HoTen = full_name" in text_of(browser, f"{address}?thu-tuc=2.000635")
    # Somebody who saw an older state does not write over the newer one.
    assert browser.post(address, given | {"version": "0"}).status_code == 409
    assert browser.get(f"{address}?thu-tuc=khong-co").status_code == 404


def test_pages_take_a_bounded_number_of_statements(
    browser: Client, failed: str, kept: PushedAct, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for page in (*PAGES, f"/cong-quoc-gia/ho-so/{failed}/", f"/cong-quoc-gia/den/{kept.uuid}/"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            browser.get(page)


def test_the_portal_pushes_over_rest_with_its_own_right(province: SmallProvince, browser: Client) -> None:
    body = {"portal_code": "G22.99-261005-000123", "act_id": "9", "kind": "withdrawal", "note": "Xin rút"}
    address, kind = "/api/v1/national-portal/acts", "application/json"
    assert Client().post(address, body, content_type=kind).status_code == 401
    assert browser.post(address, body, content_type=kind).status_code == 403
    assert not PushedAct.objects.exists()
