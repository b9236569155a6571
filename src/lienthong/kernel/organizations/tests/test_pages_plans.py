"""The pages of delegation, lists and reorganisation: who may open them, what they show, what they write."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.calendars.queries import forget
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.models import Agency, AgencyImport, Appointment, Reorganization
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
ORGANIZATION, PLANS, DELEGATIONS = "/quan-tri/to-chuc/", "/quan-tri/sap-xep/", "/uy-quyen/"
REAL = Path(__file__).parent / "data" / "tay-ninh-2020.csv"


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


def signed_in(user_id: int) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["lt-lang"] = "en"
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


@pytest.fixture
def admin(tree: SmallTree) -> Client:
    return signed_in(tree.administrator_id)


@pytest.fixture
def plan(admin: Client) -> str:
    """Return the address of a plan with one founding and one merger."""
    today = timezone.localdate()
    given = {"title": "Sắp xếp phường", "basis": "NQ 9", "effective_date": f"{today:%d/%m/%Y}"}
    address = admin.post(PLANS, given).headers["Location"]
    lines = (
        {
            "kind": "found",
            "target": "H32.500",
            "target_name": "UBND phường Mới",
            "target_kind": "commune",
            "parent": "H32",
        },
        {"kind": "merge", "source": "H32.22366", "target": "H32.500", "is_main": "on"},
    )
    for line in lines:
        assert admin.post(f"{address}them/", line).status_code == 302
    return address


def text(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_an_officer_delegates_for_a_week_and_takes_it_back(tree: SmallTree) -> None:
    services.appoint(
        user_id=tree.newcomer_id,
        agency_id=tree.commune.id,
        position_id=services.save_position(code="specialist", name="Chuyên viên", rank=50),
        roles=(),
        valid_from=timezone.localdate(),
    )
    giver, receiver = signed_in(tree.officer_id), signed_in(tree.newcomer_id)
    seat = Appointment.objects.get(user_id=tree.officer_id)
    address = f"{DELEGATIONS}{seat.pk}/giao/"
    assert "Chuyên viên" in text(giver, DELEGATIONS)
    today = timezone.localdate()
    given = {
        "username": "nguoi.moi",
        "capacity": "delegated",
        "roles": ["reception"],
        "decision": "QĐ 5",
        "matter": "Nhận",
    }
    given |= {"valid_from": f"{today:%d/%m/%Y}", "valid_to": f"{today + timedelta(days=6):%d/%m/%Y}"}
    assert giver.post(address, given | {"username": "không"}).status_code == 422
    assert giver.post(address, given).status_code == 302
    assert giver.post(address, given).status_code == 422
    assert "TUQ. Chuyên viên" in text(receiver, DELEGATIONS)
    assert "on behalf of Trần Cán Bộ" in text(receiver, DELEGATIONS)
    assert receiver.get(address).status_code == 404
    place = Appointment.objects.get(on_behalf_of=seat)
    assert receiver.post(f"{DELEGATIONS}{place.pk}/thoi/", {"reason": "x"}).status_code == 403
    assert giver.post(f"{DELEGATIONS}{place.pk}/thoi/", {"reason": ""}).status_code == 422
    assert giver.post(f"{DELEGATIONS}{place.pk}/thoi/", {"reason": "về sớm"}).status_code == 302
    assert "TUQ." not in text(receiver, DELEGATIONS)


def test_a_unit_is_founded_and_a_vacant_seat_filled(admin: Client) -> None:
    today = f"{timezone.localdate():%d/%m/%Y}"
    address = f"{ORGANIZATION}H32.22366/lap/"
    given = {"name": "Phòng Kinh tế", "kind": "unit", "code": "H32.22366.02", "valid_from": today, "basis": "QĐ 1"}
    for wrong in ({"code": "x"}, {"code": "H32.22366.01"}, {"kind": "province"}, {"valid_from": "1/1/2001"}):
        assert admin.post(address, given | wrong).status_code == 422
    assert "Phòng Kinh tế" in admin.post(address, given, follow=True).content.decode()
    seat = {
        "username": "can.bo",
        "position": "chairman",
        "roles": ["administrator"],
        "valid_from": today,
        "decision": "QĐ",
    }
    response = admin.post(f"{ORGANIZATION}H32.17/quyen/", seat, follow=True)
    assert "Q. Chủ tịch" in response.content.decode()
    assert admin.post(f"{ORGANIZATION}H32.17/quyen/", seat).status_code == 422


def test_the_page_of_an_agency_shows_any_day(admin: Client, plan: str) -> None:
    admin.post(f"{plan}chay/")
    services.run_plan(plan_id=Reorganization.objects.get().pk, now=timezone.now())
    page = text(admin, f"{ORGANIZATION}H32.22366/", ngay="01/08/2025")
    for shown in ("As it was on 01/08/2025", "Trần Cán Bộ", "Followed by", "UBND phường Mới"):
        assert shown in page
    assert "Nobody holds a position" in text(admin, f"{ORGANIZATION}H32.22366/")
    assert "Came from" in text(admin, f"{ORGANIZATION}H32.500/")
    assert "Enter the day as" in text(admin, f"{ORGANIZATION}H32.500/", ngay="32/13/2025")


def test_the_tree_shows_what_fits_and_what_stands_above_it(admin: Client) -> None:
    page = text(admin, f"{ORGANIZATION}cay/", q="van hoa")
    assert "<mark>Phòng Văn hóa - Xã hội</mark>" in page
    assert "UBND phường Nha Trang" in page
    assert "Sở Xây dựng" not in page
    assert "Sở Xây dựng" not in text(admin, f"{ORGANIZATION}cay/", ngay="01/01/2020")


def test_a_list_is_read_looked_at_and_applied(admin: Client, tree: SmallTree) -> None:
    address = f"{ORGANIZATION}nhap/"
    given = {"valid_from": f"{timezone.localdate():%d/%m/%Y}", "convert": "on"}
    assert admin.post(address, given).status_code == 422
    assert admin.post(address, given | {"file": SimpleUploadedFile("a.csv", b"x;y\n1;2")}).status_code == 422
    file = SimpleUploadedFile("tây ninh.csv", REAL.read_bytes())
    page = admin.post(address, given | {"file": file}, follow=True).content.decode()
    assert "371 new, 0 changed, 0 rejected" in page
    run = AgencyImport.objects.get()
    assert admin.post(f"{address}{run.pk}/ghi/").status_code == 302
    services.carry_out_import(run_id=run.pk, now=timezone.now())
    assert queries.find_agency(code="H53.01").name == "Văn phòng UBND tỉnh"
    for kind in ("csv", "xlsx"):
        assert admin.get(f"{ORGANIZATION}xuat.{kind}").status_code == 200
    assert admin.get(f"{ORGANIZATION}xuat.exe").status_code == 404
    admin.cookies["lt-lang"] = "vi"
    body = b"".join(admin.get(f"{ORGANIZATION}xuat.csv").streaming_content)  # type: ignore[attr-defined]  # it streams
    admin.cookies["lt-lang"] = "en"
    again = admin.post(address, given | {"file": SimpleUploadedFile("lai.csv", body)}, follow=True).content.decode()
    assert "0 new, 0 changed, 0 rejected" in again


def test_a_plan_is_written_rehearsed_and_executed(admin: Client, plan: str, tree: SmallTree) -> None:
    page = text(admin, f"{plan}thu/")
    assert "Dry run: the plan fits together" in page
    assert "Officers" in page
    assert admin.post(f"{plan}chay/", {"version": "1"}).status_code == 409
    version = Reorganization.objects.get().version
    assert admin.post(f"{plan}chay/", {"version": version}).status_code == 302
    services.run_plan(plan_id=Reorganization.objects.get().pk, now=timezone.now())
    assert "Executed" in text(admin, plan)
    assert Agency.objects.get(code="H32.22366").successor is not None
    flow = text(admin, f"{plan}so-do/", q="nha trang")
    assert "<svg viewBox" in flow
    assert "UBND phường Mới" in flow
    for kind in ("csv", "xlsx"):
        assert admin.get(f"{plan}so-do.{kind}").status_code == 200


def test_a_plan_with_faults_says_them_and_is_not_executed(admin: Client, plan: str) -> None:
    admin.post(f"{plan}them/", {"kind": "merge", "source": "H99", "target": "H32.500", "is_main": "on"})
    page = text(admin, f"{plan}thu/")
    assert "There is no such former agency" in page
    assert "Execute the plan" not in page
    assert admin.post(f"{plan}chay/").status_code == 422
    file = SimpleUploadedFile("a.csv", b"Act;Former agency\nfly;H32")
    assert admin.post(f"{plan}nhap/", {"file": file}).status_code == 422
    assert admin.post(f"{plan}bo/3/").status_code == 302
    assert admin.post(f"{plan}them/", {"kind": "", "source": "a\0"}).status_code == 422


@pytest.mark.parametrize("place", ["", "them/", "nhap/", "thu/", "so-do/", "so-do.csv"])
def test_plans_are_for_administrators(admin: Client, plan: str, tree: SmallTree, place: str) -> None:
    assert signed_in(tree.officer_id).get(f"{plan}{place}").status_code == 403
    assert Client().get(f"{plan}{place}").status_code == 302
    assert admin.get(f"{PLANS}999999/{place}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *(DELEGATIONS, f"{ORGANIZATION}cay/", f"{ORGANIZATION}nhap/", f"{ORGANIZATION}H32.22366/?ngay=01/08/2025"),
        *(f"{ORGANIZATION}H32/lap/", f"{ORGANIZATION}H32/quyen/", PLANS, "{plan}", "{plan}thu/", "{plan}so-do/"),
    ],
)
def test_a_page_costs_at_most_fifteen_statements(
    admin: Client, plan: str, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    forget()
    with django_assert_max_num_queries(15):
        assert admin.get(address.format(plan=plan)).status_code == 200
