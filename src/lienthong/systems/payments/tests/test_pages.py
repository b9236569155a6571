"""The pages of fees: list, one demand, acts, messages of the gateway, accounts, the payer's page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.accounts.testing import User
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as found
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import DemandState
from lienthong.systems.payments.testing import call_back, draft_of

from .conftest import NOW, PROGRAM

MOST_STATEMENTS = 20
BEGIN = date(2025, 7, 1)


def signed_in(agency: AgencyInfo, role: str) -> Client:
    user_id = open_account(username=f"{agency.code}.{role}", name=f"Cán bộ {role}", password="chỉ để thử 123")
    position_id = found.save_position(code=f"p-{role}", name=role, rank=100)
    found.appoint(user_id=user_id, agency_id=agency.id, position_id=position_id, roles=(role,), valid_from=BEGIN)
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client


@pytest.fixture
def desk(payee: AgencyInfo) -> Client:
    return signed_in(payee, "cashier")


def state(number: str) -> DemandState:
    return queries.get_demand(number=number, viewer=PROGRAM).row.state


def test_the_list_is_filtered_exported_and_bounded(
    desk: Client, payee: AgencyInfo, number: str, django_assert_max_num_queries: Any
) -> None:
    for at in range(5):
        services.demand_fee(draft=draft_of(payee.id, key=f"more:{at}"), actor=PROGRAM, now=NOW)
    services.take_money(number=number, method="cash", actor=PROGRAM, now=NOW)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = desk.get("/thu-phi/").content.decode()
    assert page.count("data-lt-open") == 6
    for asked, shown in ({"xem": "da-nop"}, 1), ({"q": "tran van"}, 6), ({"q": "nguyen"}, 0), ({"tu": "09/10/2026"}, 0):
        assert desk.get("/thu-phi/", asked).content.decode().count("data-lt-open") == shown, asked
    assert desk.get("/thu-phi/", {"tu": "32/13/2026"}).status_code == 422
    sent = b"".join(desk.get("/thu-phi/danh-sach.csv", {"xem": "da-nop"}))
    assert sent.decode().count("PAY-H32.22366-2026-") == 1


def test_a_demand_is_shown_and_paid_in_cash(desk: Client, number: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = desk.get(f"/thu-phi/{number}/").content.decode()
    assert f"/thu-phi/{number}/thu/" in page
    assert desk.post(f"/thu-phi/{number}/thu/", {"method": "transfer"}).status_code == 422
    assert state(number) is DemandState.WAITING
    assert desk.get(f"/thu-phi/{number}/thu/").status_code == 200
    assert desk.post(f"/thu-phi/{number}/thu/", {"method": "cash"}).status_code == 302
    assert state(number) is DemandState.PAID
    assert desk.post(f"/thu-phi/{number}/hoan/", {"amount": "75001", "reason": "Rút"}).status_code == 422
    assert desk.post(f"/thu-phi/{number}/hoan/", {"amount": "75000", "reason": "Rút"}).status_code == 302
    assert state(number) is DemandState.REFUNDED
    assert "Rút" in desk.get(f"/thu-phi/{number}/").content.decode()


def test_a_reduction_leads_to_the_demand_in_its_place(desk: Client, number: str) -> None:
    given = {"amount": "25000", "ground": "Hộ nghèo", "proof": "Giấy 12"}
    there = desk.post(f"/thu-phi/{number}/mien-giam/", given)["Location"]
    assert there != f"/thu-phi/{number}/"
    assert "Giấy 12" in desk.get(there).content.decode()
    assert state(number) is DemandState.CANCELLED
    assert desk.post(f"/thu-phi/{number}/huy/", {"reason": "x"}).status_code == 422


def test_another_agency_finds_no_demand(payee: AgencyInfo, number: str) -> None:
    other = signed_in(organizations.find_agency(code="H32.17"), "cashier")
    assert other.get(f"/thu-phi/{number}/").status_code == 404
    assert other.post(f"/thu-phi/{number}/thu/", {"method": "cash"}).status_code == 404
    assert state(number) is DemandState.WAITING


def test_what_the_gateway_said_is_settled_by_a_person(desk: Client, payee: AgencyInfo, number: str) -> None:
    body = call_back(number, amount=1, payee=payee.code)
    assert Client().post("/thu-phi/cong/platform/", body, content_type="application/json").status_code == 202
    (row,) = queries.list_call_backs(viewer=PROGRAM)
    assert number in desk.get("/thu-phi/can-xem/").content.decode()
    there = f"/thu-phi/can-xem/{row.uuid}/"
    assert desk.get(there).status_code == 200
    assert desk.post(there, {"note": ""}).status_code == 422
    assert desk.post(there, {"note": "Đã gọi cổng"}).status_code == 302
    assert number not in desk.get("/thu-phi/can-xem/").content.decode()


def test_an_account_set_on_the_page_is_the_code_the_payer_scans(payee: AgencyInfo) -> None:
    administrator = signed_in(payee, "administrator")
    assert administrator.get("/thu-phi/tai-khoan/").status_code == 200
    given = {"agency": payee.code, "bank": "970403", "number": "0011012345678", "name": "UBND phường Nha Trang"}
    assert administrator.post("/thu-phi/tai-khoan/", given | {"bank": "x"}).status_code == 422
    assert administrator.post("/thu-phi/tai-khoan/", given).status_code == 302
    number = services.demand_fee(draft=draft_of(payee.id), actor=PROGRAM, now=NOW)
    reference = queries.get_bill(number=number, viewer=PROGRAM).reference
    page = Client().get(f"/nop-phi/{reference}/").content.decode()
    assert "<svg" in page
    assert "0011012345678" in page
    assert "Trần Văn Bình" not in page
    assert Client().get("/nop-phi/KHONGCO/").status_code == 404


def test_without_a_gateway_asking_it_says_so(desk: Client, number: str) -> None:
    assert desk.post(f"/thu-phi/{number}/hoi-cong/").status_code == 409
