"""No door is open that does not say to whom, and whoever is refused is told what to do."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from lienthong.kernel.accounts.extensions import grants_of
from lienthong.kernel.accounts.middleware import rule_of
from lienthong.kernel.accounts.queries import actor_of
from lienthong.kernel.acts.extensions import OFFICER, access
from lienthong.kernel.organizations.testing import BEGIN, SmallTree, small_tree


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


@access(OFFICER)
def for_officers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


urlpatterns = [
    path("", include(settings.ROOT_URLCONF)),
    path("thu/im-lang/", silent),
    path("thu/can-bo/", for_officers),
    path("api/thu/", for_officers),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


def signed_in(user_id: int) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


def test_a_door_without_a_rule_is_closed_to_everybody(tree: SmallTree) -> None:
    assert signed_in(tree.administrator_id).get("/thu/im-lang/").status_code == 403
    assert Client().get("/thu/im-lang/").status_code == 302
    assert rule_of(silent, "GET").rule.startswith("closed")


def test_a_visitor_is_sent_to_sign_in_and_back() -> None:
    response = Client().get("/thu/can-bo/?loc=buoc")
    assert response["Location"] == "/dang-nhap/?next=%2Fthu%2Fcan-bo%2F%3Floc%3Dbuoc"


def test_after_a_form_a_visitor_returns_to_the_page_of_the_form() -> None:
    headers = {"referer": "http://testserver/viec/?nhom=1"}
    assert Client().post("/thu/can-bo/", headers=headers)["Location"].endswith("next=%2Fviec%2F%3Fnhom%3D1")
    foreign = Client().post("/thu/can-bo/", headers={"referer": "https://evil.example/viec/"})
    assert foreign["Location"].endswith("next=%2F")


def test_htmx_is_told_to_change_the_page() -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/viec/"}
    response = Client().get("/thu/can-bo/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/dang-nhap/?next=%2Fviec%2F")


def test_who_is_signed_in_without_the_right_reads_why(tree: SmallTree) -> None:
    response = signed_in(tree.newcomer_id).get("/thu/can-bo/")
    assert response.status_code == 403
    assert "<h1" in response.content.decode()
    assert signed_in(tree.officer_id).get("/thu/can-bo/").content == b"inside"


@pytest.mark.parametrize(("signed", "status", "code"), [(False, 401, "not_signed_in"), (True, 403, "not_permitted")])
def test_the_api_answers_with_a_problem(tree: SmallTree, signed: bool, status: int, code: str) -> None:
    response = (signed_in(tree.newcomer_id) if signed else Client()).get("/api/thu/")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["code"] == code


def test_an_unknown_role_may_do_nothing() -> None:
    assert grants_of("no-such-role") == ()


def test_an_account_that_was_closed_is_nobody(tree: SmallTree) -> None:
    client = signed_in(tree.officer_id)
    get_user_model().objects.filter(pk=tree.officer_id).update(is_active=False)
    assert client.get("/thu/can-bo/").status_code == 302


def test_without_an_appointment_an_officer_is_a_citizen(tree: SmallTree) -> None:
    user = get_user_model().objects.get(pk=tree.newcomer_id)
    actor = actor_of(user, at=BEGIN)
    assert (actor.is_officer, actor.is_signed_in, actor.grants) == (False, True, ())
