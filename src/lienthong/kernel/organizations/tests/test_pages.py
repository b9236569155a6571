"""The pages of administration: who may open them, what they show, what they write."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.calendars.queries import forget
from lienthong.kernel.organizations import queries
from lienthong.kernel.organizations.models import Agency, Appointment
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
DIRECTORY = "/quan-tri/to-chuc/"
COMMUNE = f"{DIRECTORY}H32.22366/"


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


@pytest.mark.parametrize("address", [DIRECTORY, COMMUNE, f"{COMMUNE}sua/", f"{COMMUNE}bo-nhiem/"])
def test_only_administrators_open_the_pages(tree: SmallTree, address: str) -> None:
    assert signed_in(tree.administrator_id).get(address).status_code == 200
    assert signed_in(tree.officer_id).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_the_directory_groups_agencies_and_shows_ended_ones_apart(admin: Client, tree: SmallTree) -> None:
    Agency.objects.filter(pk=tree.department.id).update(valid_to="2026-06-30", successor_id=tree.province.id)
    page = admin.get(DIRECTORY).content.decode()
    assert page.index("UBND phường Nha Trang") < page.index("Ended") < page.index("Sở Xây dựng")
    assert "01/07/2025 – 30/06/2026" in page
    assert "Phòng Văn hóa" not in page
    assert "Phòng Văn hóa" in admin.get(DIRECTORY, {"q": "phong van hoa"}).content.decode()


@pytest.mark.parametrize("query", [{"q": "<script>x</script>"}, {"q": "a" * 10_000}, {"loai": "không"}])
def test_strange_questions_are_answered_with_text(admin: Client, query: dict[str, str]) -> None:
    response = admin.get(DIRECTORY, query)
    assert response.status_code == 200
    assert b"<script>x" not in response.content


def test_an_agency_shows_facts_officers_units_and_hours(admin: Client) -> None:
    page = admin.get(COMMUNE).content.decode()
    for shown in ("H32.22366", "Trần Cán Bộ", "Chuyên viên", "01/07/2025", "Phòng Văn hóa", "Working hours this week"):
        assert shown in page


def test_an_unknown_agency_is_not_found(admin: Client) -> None:
    assert admin.get(f"{DIRECTORY}H99/").status_code == 404
    assert admin.get(f"{DIRECTORY}%00/").status_code == 400


def test_details_are_changed_and_the_page_says_so(admin: Client) -> None:
    given = {"version": 1, "name": "UBND phường Nha Trang mới", "address": "1 Lê Lợi", "phone": "0258 3 000 000"}
    page = admin.post(f"{COMMUNE}sua/", given, follow=True).content.decode()
    assert "UBND phường Nha Trang mới" in page
    assert "The details are changed." in page
    assert "UBND phường Nha Trang → UBND phường Nha Trang mới" in page


def test_a_refused_name_keeps_what_was_typed(admin: Client) -> None:
    response = admin.post(f"{COMMUNE}sua/", {"version": 1, "name": "x" * 10_000, "address": "<b>1</b>", "phone": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "At most 300 letters, this has 10000" in page
    assert "&lt;b&gt;1&lt;/b&gt;" in page


def test_who_saw_an_older_version_is_told(admin: Client) -> None:
    given = {"version": 1, "name": "Một", "address": "", "phone": ""}
    admin.post(f"{COMMUNE}sua/", given)
    assert admin.post(f"{COMMUNE}sua/", given | {"name": "Hai"}).status_code == 409
    assert Agency.objects.get(code="H32.22366").name == "Một"


def test_an_officer_is_appointed_and_the_appointment_ended(admin: Client, tree: SmallTree) -> None:
    today = timezone.localdate()
    given = {
        "username": "Nguoi.Moi",
        "position": "chairman",
        "unit": "H32.22366.01",
        "roles": ["administrator"],
        "valid_from": f"{today:%d/%m/%Y}",
    }
    assert "Phạm Người Mới" in admin.post(f"{COMMUNE}bo-nhiem/", given, follow=True).content.decode()
    held = Appointment.objects.get(user_id=tree.newcomer_id)
    address = f"{COMMUNE}bo-nhiem/{held.pk}/thoi/"
    assert admin.post(address, {"last_day": "1/1/1", "reason": ""}).status_code == 422
    admin.post(address, {"last_day": f"{today:%d%m%Y}", "reason": "QĐ 15/QĐ-UBND"})
    assert queries.appointments_of(user_id=tree.newcomer_id, at=today + timedelta(days=1)) == ()
    page = admin.get(COMMUNE).content.decode()
    assert page.index("Appointment ended") < page.index("Officer appointed")


def test_a_wrong_appointment_is_explained_beside_the_field(admin: Client) -> None:
    given = {"username": "không.có", "position": "chairman", "roles": ["administrator"], "valid_from": "01/08/2025"}
    response = admin.post(f"{COMMUNE}bo-nhiem/", given)
    assert response.status_code == 422
    assert 'href="#id_username">There is no account with this user name' in response.content.decode()
    assert admin.post(f"{COMMUNE}bo-nhiem/", {"username": "a\0"}).status_code == 422


def test_a_second_time_the_same_position_is_refused_on_the_form(admin: Client, tree: SmallTree) -> None:
    given = {"username": "can.bo", "position": "specialist", "roles": ["administrator"], "valid_from": "01/08/2025"}
    response = admin.post(f"{COMMUNE}bo-nhiem/", given)
    assert response.status_code == 422
    assert "holds this position here already" in response.content.decode()


@pytest.mark.parametrize("address", [DIRECTORY, COMMUNE, f"{COMMUNE}sua/", f"{COMMUNE}bo-nhiem/"])
def test_a_page_costs_at_most_fifteen_statements(
    admin: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    forget()
    with django_assert_max_num_queries(15):
        assert admin.get(address).status_code == 200
