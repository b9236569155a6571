"""A signed-in request reads little, and what it remembers never outlives a change."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lienthong.kernel.accounts.jobs import remove_expired_sessions
from lienthong.kernel.accounts.models import Session, User
from lienthong.kernel.organizations.queries import appointments_of, current_edition
from lienthong.kernel.organizations.testing import Agency, Appointment, SmallTree, small_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


@pytest.fixture
def officer(tree: SmallTree) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=tree.officer_id))
    client.get("/tai-khoan/")
    return client


def name_of_agency(client: Client) -> str:
    """Return the agency for which the account page says the person acts."""
    actor = client.get("/tai-khoan/").wsgi_request.actor  # type: ignore[attr-defined]  # ActorRequest
    return str(actor.agency_name)


def test_session_account_and_appointments_known_before_cost_one_statement(officer: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert officer.get("/api/v1/dossiers/KHÔNG-CÓ/nothing").status_code == 404
    assert [each["sql"] for each in asked][1:] == []


def test_an_appointment_that_ends_is_gone_with_the_next_request(tree: SmallTree, officer: Client) -> None:
    assert name_of_agency(officer) == "UBND phường Nha Trang"
    Appointment.objects.filter(user_id=tree.officer_id).update(valid_to=timezone.localdate() - timedelta(1))
    assert name_of_agency(officer) == ""


def test_an_agency_renamed_has_its_new_name_with_the_next_request(tree: SmallTree, officer: Client) -> None:
    Agency.objects.filter(pk=tree.commune.id).update(name="UBND phường Tây Nha Trang")
    assert name_of_agency(officer) == "UBND phường Tây Nha Trang"


def test_what_was_read_in_a_change_that_was_taken_back_is_not_remembered(tree: SmallTree) -> None:
    today = timezone.localdate()

    def held() -> int:
        edition = Session.objects.values_list(current_edition(), flat=True).first()
        return len(appointments_of(user_id=tree.officer_id, at=today, edition=edition))

    Session.objects.create(session_key="x", expire_date=timezone.now())
    assert held() == 1
    with transaction.atomic():
        Appointment.objects.filter(user_id=tree.officer_id).update(valid_to=today - timedelta(1))
        assert held() == 0
        transaction.set_rollback(True)
    assert held() == 1
    Appointment.objects.filter(user_id=tree.officer_id).update(is_main=False)
    assert held() == 1


def test_an_account_that_was_closed_is_out_with_the_next_request(tree: SmallTree, officer: Client) -> None:
    User.objects.filter(pk=tree.officer_id).update(is_active=False)
    assert officer.get("/tai-khoan/").status_code == 302


def test_a_changed_password_ends_the_sessions_of_before(tree: SmallTree, officer: Client) -> None:
    user = User.objects.get(pk=tree.officer_id)
    user.set_password("mật khẩu khác hẳn 456")
    user.save()
    assert officer.get("/tai-khoan/").status_code == 302


def test_a_session_knows_whose_it_is_and_ends_with_it(tree: SmallTree, officer: Client) -> None:
    assert Session.objects.get().user_id == tree.officer_id
    officer.post("/dang-xuat/")
    assert not Session.objects.filter(user_id=tree.officer_id).exists()


def test_a_key_that_names_no_session_signs_nobody_in(tree: SmallTree, officer: Client) -> None:
    for key in ("khong-co", "x" * 500, "a\0b"):
        officer.cookies["sessionid"] = key
        assert officer.get("/tai-khoan/").status_code == 302


def test_sessions_whose_time_is_over_are_removed_at_night(tree: SmallTree, officer: Client) -> None:
    Session.objects.create(session_key="cu", expire_date=timezone.now() - timedelta(hours=1))
    remove_expired_sessions(timestamp=0)
    assert Session.objects.get().user_id == tree.officer_id
