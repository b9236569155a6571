"""Signing in through the outer provider: against a real one on this machine, honest and hostile."""

import html
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st
from tests.support.outer_provider import OuterProvider, outer_provider

from lienthong.kernel.accounts.contracts import Assurance, ClaimNames, IdentityFault, OuterIdentity
from lienthong.kernel.accounts.models import Session, User
from lienthong.kernel.accounts.rules import is_personal_number, read_identity
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
NUMBER = "056085000456"
PERSON = {"sub": "tech-1", "SoDinhDanh": NUMBER, "HoVaTen": "TRẦN CÁN BỘ", "loAs": "2", "LoaiTaiKhoan": "1"}
START, BACK = "/dang-nhap/dinh-danh/", "/dang-nhap/dinh-danh/ve/"
NAMES = ClaimNames(number="SoDinhDanh", name="HoVaTen", level="loAs", kind="LoaiTaiKhoan")


@pytest.fixture
def provider() -> Iterator[OuterProvider]:
    cache.clear()
    with outer_provider() as made:
        made.person = dict(PERSON)
        with override_settings(**made.settings, PUBLIC_BASE_URL="http://testserver"):
            yield made


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


@pytest.fixture
def officer(tree: SmallTree) -> User:
    User.objects.filter(pk=tree.officer_id).update(personal_number=NUMBER)
    return User.objects.get(pk=tree.officer_id)


def browser() -> Client:
    client = Client()
    client.cookies["lt-lang"] = "en"
    return client


def leave(client: Client, **sent: str) -> str:
    """Press the button here; return the address to which the page leads."""
    page = client.post(START, sent)
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'href="(http://127[^"]+)"', page.content.decode())
    assert found is not None
    return html.unescape(found.group(1))


def agree(address: str) -> str:
    """Agree at the provider; return the path by which the browser comes back."""
    parts = urlsplit(httpx.get(address).headers["Location"])
    return f"{parts.path}?{parts.query}"


def sign_in(client: Client) -> Any:
    return client.get(agree(leave(client)))


def assert_refused(client: Client, response: Any, words: str, status: int = 403) -> None:
    text = html.unescape(response.content.decode())
    assert response.status_code == status, text
    assert words in text
    assert client.get("/tai-khoan/").status_code == 302


def test_without_an_issuer_there_is_no_such_door() -> None:
    client = browser()
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "VNeID" not in client.get("/dang-nhap/").content.decode()


def test_an_officer_is_found_by_personal_number_and_by_nothing_else(provider: OuterProvider, officer: User) -> None:
    User.objects.filter(username="nguoi.moi").update(email="chung@example.vn")
    provider.person["email"] = provider.person["ThuDienTu"] = "chung@example.vn"
    client = browser()
    assert "Sign in with VNeID" in client.get("/dang-nhap/").content.decode()
    assert sign_in(client)["Location"] == "/viec/"
    assert client.get("/viec/").status_code == 200
    officer.refresh_from_db()
    session = Session.objects.get(user=officer)
    assert (officer.assurance, session.assurance) == (Assurance.PRESENT, Assurance.PRESENT)
    tie = SocialAccount.objects.get()
    assert (tie.user_id, tie.uid, tie.extra_data) == (officer.pk, "tech-1", {"level": 3})
    assert "level 2" in client.get("/tai-khoan/").content.decode()


def test_a_citizen_without_an_account_gets_one(provider: OuterProvider, tree: SmallTree) -> None:
    before = User.objects.count()
    for _twice in range(2):
        client = browser()
        assert sign_in(client)["Location"] == "/tai-khoan/"
    made = User.objects.get(personal_number=NUMBER)
    assert User.objects.count() == before + 1
    assert made.name == "TRẦN CÁN BỘ"
    assert not made.has_usable_password()
    assert NUMBER not in made.username


def test_a_person_goes_on_where_they_wanted_to_go(provider: OuterProvider, officer: User) -> None:
    client = browser()
    assert client.get(agree(leave(client, next="/viec/?nhom=1")))["Location"] == "/viec/?nhom=1"
    away = browser()
    assert away.get(agree(leave(away, next="//evil.example/")))["Location"] == "/viec/"


def test_r71_what_is_asked_carries_state_nonce_and_proof_and_no_word_of_the_browser(provider: OuterProvider) -> None:
    client = browser()
    page = client.post(f"{START}?scope=phone&auth_params=prompt%3Dnone&process=connect&action=rerequest")
    address = html.unescape(re.findall(r'href="(http://127[^"]+)"', page.content.decode())[0])
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked.keys() == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid", "S256")
    assert asked["redirect_uri"] == f"http://testserver{BACK}"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"SoDinhDanh": ""}, "no personal number"),
        ({"SoDinhDanh": "05608500045"}, "no personal number"),
        ({"SoDinhDanh": "056085000４56"}, "no personal number"),
        ({"SoDinhDanh": 56085000456}, "no personal number"),
        ({"loAs": "1"}, "not verified far enough"),
        ({"loAs": "9"}, "not verified far enough"),
        ({"LoaiTaiKhoan": "2"}, "the account of an organisation"),
        ({"HoVaTen": ""}, "did not say your name"),
    ],
)
def test_r72_who_is_not_proven_surely_enough_is_refused(
    provider: OuterProvider, officer: User, wrong: dict[str, object], words: str
) -> None:
    provider.person |= wrong
    client = browser()
    assert_refused(client, sign_in(client), words)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"iss": "https://evil.example"},
        {"aud": "another-system"},
        {"aud": ["lien-thong", "another-system"], "azp": "another-system"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"sub": "tech-2"},
        {"iat": int(time.time()) + 3600},
    ],
)
def test_a_token_that_does_not_hold_is_refused(provider: OuterProvider, officer: User, lie: dict[str, object]) -> None:
    provider.claims = lie
    client = browser()
    assert_refused(client, sign_in(client), "does not belong to this sign-in")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_real_signature_is_refused(provider: OuterProvider, officer: User, algorithm: str) -> None:
    provider.algorithm = algorithm
    client = browser()
    assert_refused(client, sign_in(client), "does not belong to this sign-in")


def test_a_token_of_another_key_is_refused(provider: OuterProvider, officer: User) -> None:
    keys = provider.keys()
    with outer_provider() as other:
        provider.key = other.key
        provider.keys = lambda: keys  # type: ignore[method-assign]  # it publishes one key and signs with another
        client = browser()
        assert_refused(client, sign_in(client), "does not belong to this sign-in")


def test_r71_another_state_another_browser_and_the_same_answer_twice_are_refused(
    provider: OuterProvider, officer: User
) -> None:
    client, thief = browser(), browser()
    path = agree(leave(client))
    leave(thief)
    assert_refused(thief, thief.get(path), "does not belong to this sign-in")
    code = parse_qs(urlsplit(path).query)["code"][0]
    for state in ("x", "", "a" * 4000):
        assert_refused(thief, thief.get(f"{BACK}?{urlencode({'code': code, 'state': state})}"), "does not belong")
    assert client.get(path)["Location"] == "/viec/"
    client.post("/dang-xuat/")
    assert_refused(client, client.get(path), "does not belong to this sign-in")


def test_a_code_that_was_used_signs_nobody_in(provider: OuterProvider, officer: User) -> None:
    first = browser()
    used = parse_qs(urlsplit(agree(leave(first))).query)["code"][0]
    provider.grants.pop(used)
    state = parse_qs(urlsplit(leave(first)).query)["state"][0]
    answer = first.get(f"{BACK}?{urlencode({'code': used, 'state': state})}")
    assert_refused(first, answer, "does not belong to this sign-in")


def test_whoever_cancels_is_told_so(provider: OuterProvider) -> None:
    client = browser()
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    answer = client.get(f"{BACK}?{urlencode({'error': 'access_denied', 'state': state})}")
    assert_refused(client, answer, "You did not agree there")


def test_a_provider_that_is_down_is_named(provider: OuterProvider) -> None:
    client = browser()
    back = agree(leave(client))
    provider.down = True
    assert_refused(client, client.post(START), "does not answer now", 502)
    assert_refused(client, client.get(back), "does not answer now", 502)


def test_a_provider_that_is_another_than_agreed_is_refused(provider: OuterProvider) -> None:
    provider.published_issuer = "https://evil.example"
    client = browser()
    assert_refused(client, client.post(START), "does not answer now", 502)


def test_two_answers_of_two_people_are_refused(provider: OuterProvider, officer: User) -> None:
    provider.told_subject = "tech-9"
    client = browser()
    assert_refused(client, sign_in(client), "does not belong to this sign-in")


def test_an_identity_stays_with_its_account(provider: OuterProvider, officer: User) -> None:
    assert sign_in(browser()).status_code == 302
    other = User.objects.get(username="nguoi.moi")
    User.objects.filter(pk=other.pk).update(personal_number="056085000457")
    for wrong in ({"SoDinhDanh": "056085000457"}, {"sub": "tech-2"}, {"SoDinhDanh": "056085000999"}):
        provider.person = PERSON | wrong
        client = browser()
        assert_refused(client, sign_in(client), "tied to another account")
    assert list(SocialAccount.objects.values_list("uid", "user_id")) == [("tech-1", officer.pk)]
    assert not User.objects.filter(personal_number="056085000999").exists()


def test_a_closed_account_stays_closed(provider: OuterProvider, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    client = browser()
    assert_refused(client, sign_in(client), "This account is closed")


def test_an_administrator_records_a_number_and_nobody_their_own(tree: SmallTree, officer: User) -> None:
    admin = browser()
    admin.force_login(User.objects.get(pk=tree.administrator_id))
    page = "/quan-tri/dinh-danh/"
    taken = admin.post(page, {"username": "nguoi.moi", "number": NUMBER})
    assert (taken.status_code, "Another account has this number" in taken.content.decode()) == (409, True)
    for wrong in ("", "12345", "05608500045x", "0" * 5000, "\0" * 12):
        assert admin.post(page, {"username": "nguoi.moi", "number": wrong}).status_code in {400, 422}
    assert admin.post(page, {"username": "quan.tri", "number": "056085000457"}).status_code == 403
    assert admin.post(page, {"username": "nguoi.moi", "number": "056 085 000 457"}).status_code == 302
    assert User.objects.get(username="nguoi.moi").personal_number == "056085000457"
    plain = browser()
    plain.force_login(officer)
    assert plain.post(page, {"username": "quan.tri", "number": "056085000458"}).status_code == 403


@given(st.text(max_size=14))
def test_a_personal_number_is_twelve_plain_digits(text: str) -> None:
    assert is_personal_number(text) == (re.fullmatch(r"[0-9]{12}", text) is not None)


@given(
    st.dictionaries(
        st.sampled_from(["sub", *PERSON]),
        st.one_of(st.text(max_size=13), st.integers(), st.none(), st.just(NUMBER), st.sampled_from(["1", "2"])),
    )
)
def test_r72_no_claims_break_the_reading_and_none_pass_below_the_level(claims: dict[str, object]) -> None:
    found = read_identity(
        claims, provider="outer", names=NAMES, person_kinds=("1",), levels={"1": 2, "2": 3}, minimum=3
    )
    if isinstance(found, OuterIdentity):
        assert (claims["loAs"], claims["LoaiTaiKhoan"]) == ("2", "1") or claims["loAs"] == 2
        assert is_personal_number(found.number)
    else:
        assert found in IdentityFault
