"""Signing in, choosing in which position to act, and how pages look."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.accounts.models import User
from lienthong.kernel.accounts.queries import find_user
from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.organizations import services as organizations
from lienthong.kernel.organizations.queries import appointments_of
from lienthong.kernel.organizations.testing import BEGIN, SmallTree, small_tree

pytestmark = pytest.mark.django_db
PASSWORD = "chỉ để thử 123"


@pytest.fixture
def tree() -> SmallTree:
    cache.clear()
    return small_tree()


def visitor() -> Client:
    client = Client()
    client.cookies["lt-lang"] = "en"
    return client


def signed_in(user_id: int) -> Client:
    client = visitor()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


def sign_in(client: Client, login: str = "can.bo", password: str = PASSWORD, **more: str) -> tuple[int, str, str]:
    response = client.post("/dang-nhap/", {"login": login, "password": password, **more})
    return response.status_code, response.get("Location", ""), response.content.decode()


def test_an_officer_signs_in_to_their_work_and_a_citizen_to_their_account(tree: SmallTree) -> None:
    assert sign_in(visitor(), "Can.Bo")[:2] == (302, "/viec/")
    assert sign_in(visitor(), "nguoi.moi")[:2] == (302, "/tai-khoan/")


def test_after_signing_in_people_go_on_where_they_were_but_never_to_another_site(tree: SmallTree) -> None:
    assert sign_in(visitor(), next="/ho-so/H-1/")[1] == "/ho-so/H-1/"
    assert "evil" not in sign_in(visitor(), next="https://evil.example/")[1]


def test_a_wrong_password_gives_one_message_and_keeps_the_name(tree: SmallTree) -> None:
    for login in ("can.bo", "khong.co"):
        status, _location, page = sign_in(visitor(), login, "mật-khẩu-sai")
        assert status == 200
        assert page.count("do not go together") == 1
        assert f'value="{login}"' in page
        assert "mật-khẩu-sai" not in page


@pytest.mark.parametrize("login", ["", "a" * 10_000, "a\0b", "<b>x</b>"])
def test_a_strange_name_is_refused_in_words(tree: SmallTree, login: str) -> None:
    status, _location, page = sign_in(visitor(), login)
    assert status == 200
    assert 'role="alert"' in page or "Enter the user name" in page
    assert "<b>x</b>" not in page


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "3/5m/key"})
def test_after_too_many_wrong_passwords_the_page_says_so_plainly(tree: SmallTree) -> None:
    client = visitor()
    for _attempt in range(3):
        assert "do not go together" in sign_in(client, password="sai")[2]
    status, _location, page = sign_in(client)
    assert status == 200
    assert "closed for five minutes" in page


@override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"})
def test_too_many_sign_ins_from_one_place_are_told_to_wait(tree: SmallTree) -> None:
    client = visitor()
    answers = [sign_in(client, password="sai") for _attempt in range(3)]
    assert [answer[0] for answer in answers] == [200, 200, 429]
    assert "Wait a minute" in answers[-1][2]


def test_a_closed_account_does_not_sign_in(tree: SmallTree) -> None:
    User.objects.filter(username="can.bo").update(is_active=False)
    client = visitor()
    sign_in(client)
    assert client.get("/tai-khoan/").status_code == 302


def test_nobody_registers_by_themselves() -> None:
    assert visitor().get("/accounts/signup/").status_code == 404


def test_signing_out_is_asked_back_and_done() -> None:
    client = signed_in(open_account(username="ai", name="Ai Đó"))
    assert client.get("/dang-xuat/").status_code == 200
    assert client.get("/tai-khoan/").status_code == 200
    client.post("/dang-xuat/")
    assert client.get("/tai-khoan/").status_code == 302


def test_an_account_is_opened_once_whatever_the_case() -> None:
    first = open_account(username="Ai.Do", name="Ai Đó")
    assert open_account(username="ai.do", name="Người khác") == first
    found = find_user(username="AI.DO")
    assert found is not None
    assert (found.pk, found.name, found.has_usable_password()) == (first, "Ai Đó", False)


def second_hat(tree: SmallTree) -> int:
    position_id = organizations.save_position(code="chairman", name="Chủ tịch", rank=10)
    return organizations.appoint(
        user_id=tree.officer_id, agency_id=tree.department.id, position_id=position_id, roles=("administrator",),
        valid_from=BEGIN, is_main=False,
    )  # fmt: skip


def test_an_officer_chooses_in_which_position_to_act(tree: SmallTree) -> None:
    client, hat = signed_in(tree.officer_id), second_hat(tree)
    assert client.get("/quan-tri/to-chuc/").status_code == 403
    assert client.post("/tai-khoan/chuc-vu/", {"appointment": hat}).status_code == 302
    assert client.get("/quan-tri/to-chuc/").status_code == 200
    assert "Sở Xây dựng" in client.get("/tai-khoan/").content.decode()


@pytest.mark.parametrize("given", ["", "x", "²", "9" * 40])
def test_only_ones_own_position_can_be_chosen(tree: SmallTree, given: str) -> None:
    client = signed_in(tree.officer_id)
    assert client.post("/tai-khoan/chuc-vu/", {"appointment": given}).status_code == 404
    (foreign,) = appointments_of(user_id=tree.administrator_id, at=BEGIN)
    assert client.post("/tai-khoan/chuc-vu/", {"appointment": foreign.id}).status_code == 404
    assert client.get("/quan-tri/to-chuc/").status_code == 403


def test_a_theme_is_remembered_and_an_unknown_one_is_not(tree: SmallTree) -> None:
    client = signed_in(tree.officer_id)
    client.post("/tai-khoan/giao-dien/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/tai-khoan/").content.decode()
    client.post("/tai-khoan/giao-dien/", {"theme": '"><b>'})
    assert "data-theme=" not in client.get("/tai-khoan/").content.decode()


@pytest.mark.parametrize("who", ["officer_id", "newcomer_id"])
def test_the_account_page_costs_at_most_fifteen_statements(
    tree: SmallTree, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(getattr(tree, who))
    with django_assert_max_num_queries(15):
        assert client.get("/tai-khoan/").status_code == 200
