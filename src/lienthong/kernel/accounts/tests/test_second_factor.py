"""Signing in with a code of an authenticator app, and where one is signed in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client, override_settings

from lienthong.kernel.accounts.models import Session
from lienthong.kernel.accounts.queries import has_second_factor
from lienthong.kernel.accounts.rules import device_name
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
PASSWORD = "chỉ để thử 123"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def tree() -> SmallTree:
    cache.clear()
    return small_tree()


@pytest.fixture
def officer(tree: SmallTree) -> Client:
    return signed_in()


def signed_in(agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.cookies["lt-lang"] = "en"
    client.post("/dang-nhap/", {"login": "can.bo", "password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def switch_on(client: Client) -> str:
    """Confirm the password, scan the picture, enter the code; return the secret the app keeps."""
    asked = client.get("/tai-khoan/hai-buoc/bat/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/tai-khoan/xac-nhan/")
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": "/tai-khoan/hai-buoc/bat/"})
    page = client.get("/tai-khoan/hai-buoc/bat/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{16,})</code>", page)
    assert found is not None
    done = client.post("/tai-khoan/hai-buoc/bat/", {"code": code_of(found.group(1))})
    assert done["Location"] == "/tai-khoan/ma-du-phong/"
    return found.group(1)


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/tai-khoan/ma-du-phong/").content.decode()
    return re.findall(r"<li><code>(\w+)</code></li>", page)


def stranger_with_the_password() -> Client:
    client = Client()
    client.cookies["lt-lang"] = "en"
    answer = client.post("/dang-nhap/", {"login": "can.bo", "password": PASSWORD})
    assert answer["Location"] == "/dang-nhap/ma/"
    return client


def test_with_a_second_factor_the_password_alone_opens_nothing(tree: SmallTree, officer: Client) -> None:
    switch_on(officer)
    thief = stranger_with_the_password()
    assert thief.get("/viec/").status_code == 302
    wrong = thief.post("/dang-nhap/ma/", {"code": "000000"})
    assert "This code is wrong" in wrong.content.decode()
    assert thief.get("/tai-khoan/").status_code == 302


def test_the_code_of_the_application_completes_the_sign_in(tree: SmallTree, officer: Client) -> None:
    secret = switch_on(officer)
    cache.clear()
    phone_owner = stranger_with_the_password()
    assert phone_owner.post("/dang-nhap/ma/", {"code": code_of(secret)})["Location"] == "/viec/"
    assert phone_owner.get("/tai-khoan/").status_code == 200


def test_a_recovery_code_opens_the_account_once(tree: SmallTree, officer: Client) -> None:
    switch_on(officer)
    code = recovery_codes(officer)[0]
    assert stranger_with_the_password().post("/dang-nhap/ma/", {"code": code})["Location"] == "/viec/"
    assert stranger_with_the_password().post("/dang-nhap/ma/", {"code": code}).status_code == 200
    assert code not in recovery_codes(officer)


def test_guessing_codes_is_stopped(tree: SmallTree, officer: Client) -> None:
    secret = switch_on(officer)
    thief = stranger_with_the_password()
    for number in range(6):
        page = thief.post("/dang-nhap/ma/", {"code": f"{number:06}"}).content.decode()
    assert "role" in page
    assert thief.post("/dang-nhap/ma/", {"code": code_of(secret)}).status_code == 200


def test_secrets_lie_encrypted_and_open_with_the_key_of_before(tree: SmallTree, officer: Client) -> None:
    secret = switch_on(officer)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept
    from django.conf import settings

    cache.clear()
    with override_settings(SECRET_KEY="new" * 20, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        client = stranger_with_the_password()
        assert client.post("/dang-nhap/ma/", {"code": code_of(secret)})["Location"] == "/viec/"


def test_the_second_factor_is_switched_off_by_its_owner_only_after_confirming(tree: SmallTree, officer: Client) -> None:
    switch_on(officer)
    assert officer.post("/tai-khoan/hai-buoc/tat/")["Location"] == "/tai-khoan/hai-buoc/"
    assert not has_second_factor(user_id=tree.officer_id)
    later = Client()
    later.force_login(get_user_model().objects.get(pk=tree.officer_id))
    assert "/tai-khoan/xac-nhan/" in later.get("/tai-khoan/hai-buoc/bat/")["Location"]


def test_the_account_page_lists_devices_and_ends_one(tree: SmallTree, officer: Client) -> None:
    other = signed_in("Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile Safari/537.36")
    page = officer.get("/tai-khoan/").content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    assert page.count("this device") == 1
    uuid = Session.objects.get(agent__contains="Android").uuid
    assert officer.post(f"/tai-khoan/thiet-bi/{uuid}/dang-xuat/").status_code == 302
    assert other.get("/tai-khoan/").status_code == 302
    assert officer.post(f"/tai-khoan/thiet-bi/{uuid}/dang-xuat/").status_code == 404


def test_all_other_devices_are_signed_out_at_once(tree: SmallTree, officer: Client) -> None:
    others = [signed_in(), signed_in()]
    officer.post("/tai-khoan/thiet-bi/khac/dang-xuat/")
    assert [client.get("/tai-khoan/").status_code for client in [officer, *others]] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(tree: SmallTree, officer: Client) -> None:
    stranger = Client()
    stranger.force_login(get_user_model().objects.get(pk=tree.newcomer_id))
    uuid = Session.objects.get(user_id=tree.officer_id).uuid
    assert stranger.post(f"/tai-khoan/thiet-bi/{uuid}/dang-xuat/").status_code == 404
    stranger.post("/tai-khoan/thiet-bi/khac/dang-xuat/")
    assert officer.get("/tai-khoan/").status_code == 200


def test_what_a_browser_says_of_itself_is_never_trusted(tree: SmallTree) -> None:
    client = signed_in("<script>alert(1)</script>" + "x" * 5000)
    page = client.get("/tai-khoan/").content.decode()
    assert "<script>alert" not in page
    assert "Unknown device" in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/130.0 Chrome/124.0 Safari/537.36", "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_browser_and_system(agent: str, name: str) -> None:
    assert device_name(agent) == name
