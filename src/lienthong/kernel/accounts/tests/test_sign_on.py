"""Other systems learn who a person is: by code and PKCE, to the agreed address, and nothing else."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lienthong.kernel.accounts import queries, services
from lienthong.kernel.accounts.contracts import Credentials, SystemDraft
from lienthong.kernel.acts.contracts import Scope
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations.queries import appointments_of
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
RETURN = "https://khac.example/ve"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class World:
    """A system that people sign on to, and an officer's browser."""

    tree: SmallTree
    made: Credentials
    browser: Client

    def asked(self, **changed: str) -> dict[str, str]:
        """Return a sound request for signing on."""
        return {
            "client_id": self.made.client_id,
            "redirect_uri": RETURN,
            "response_type": "code",
            "scope": "openid profile",
            "state": "s1",
            "nonce": "n1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | changed

    def code(self, **changed: str) -> str:
        """Agree on the page; return the code that the system gets."""
        page = self.browser.get("/oauth2/authorize", self.asked(**changed))
        request = page.context["form"].initial["request"]
        sent = {"request": request, "scopes": ["openid", "profile"], "action": "grant"}
        there = urlsplit(self.browser.post("/oauth2/authorize", sent)["Location"])
        assert f"{there.scheme}://{there.netloc}{there.path}" == RETURN
        given = parse_qs(there.query)
        assert given["state"] == ["s1"]
        return given["code"][0]

    def exchange(self, given: str, **changed: str) -> Any:
        """Ask for a token with a code."""
        sent = {
            "grant_type": "authorization_code",
            "code": given,
            "redirect_uri": RETURN,
            "client_id": self.made.client_id,
            "client_secret": self.made.secret,
            "code_verifier": VERIFIER,
        }
        return Client().post("/oauth2/token", sent | changed)


@pytest.fixture
def world() -> World:
    cache.clear()
    tree = small_tree()
    return World(tree=tree, made=connected(tree), browser=signed_in(tree.officer_id))


def connected(tree: SmallTree, address: str = RETURN) -> Credentials:
    administrator = queries.actor_of(get_user_model().objects.get(pk=tree.administrator_id), at=timezone.localdate())
    draft = SystemDraft(
        name="Hệ thống khác", agency_code=tree.department.code, purpose="Đăng nhập một lần", reach=Scope.AGENCY,
        permissions=(), redirect_uris=(address,),
    )  # fmt: skip
    return services.connect_system(draft=draft, actor=administrator, now=timezone.now())


def signed_on(user_id: int) -> int:
    """Return how often the history of an account says that it signed on somewhere."""
    lines = list_history(subject_type="accounts.user", subject_key=str(user_id))
    return sum(line.act == "accounts.sign_on" for line in lines)


def signed_in(user_id: int) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user_id))
    return client


def test_a_system_learns_who_the_officer_is_and_in_which_position(world: World) -> None:
    user = get_user_model().objects.get(pk=world.tree.officer_id)
    body = world.exchange(world.code()).json()
    keys = {each["kid"]: jwt.PyJWK(each) for each in Client().get("/.well-known/jwks.json").json()["keys"]}
    key = keys[jwt.get_unverified_header(body["id_token"])["kid"]]
    told = jwt.decode(
        body["id_token"], key.key, algorithms=["RS256"], audience=world.made.client_id, issuer="http://testserver"
    )
    assert (told["sub"], told["nonce"], told["name"]) == (str(user.uuid), "n1", user.name)
    headers = {"authorization": f"Bearer {body['access_token']}"}
    info = Client().get("/oauth2/userinfo", headers=headers).json()
    (held,) = appointments_of(user_id=user.pk, at=timezone.localdate())
    assert (info["agency_code"], info["position"]) == (held.agency.code, held.position)
    assert set(info) == {"sub", "name", "position", "agency", "agency_code"}
    assert signed_on(user.pk) == 1


def test_what_is_told_opens_nothing_here(world: World) -> None:
    value = world.exchange(world.code()).json()["access_token"]
    assert Client().get("/api/v1/dossiers", headers={"authorization": f"Bearer {value}"}).status_code == 401


def test_discovery_says_what_is_offered_and_no_more() -> None:
    told = Client().get("/.well-known/openid-configuration").json()
    assert told["response_types_supported"] == ["code"]
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["token_endpoint"] == "http://testserver/oauth2/token"
    assert "device_authorization_endpoint" not in told
    assert "registration_endpoint" not in told


@pytest.mark.parametrize(
    "address",
    [
        "", "https://evil.example/ve", f"{RETURN}/", f"{RETURN}?x=1", f"{RETURN}#x", "https://khac.example/ve/../evil",
        "https://khac.example@evil.example/ve", "https://user@khac.example/ve", "http://khac.example/ve",
        "https://khac.example:444/ve", "HTTPS://khac.example/ve", "https://khac.example%2eevil.example/ve",
        "javascript:alert(1)", f"{RETURN}\\@evil.example", f" {RETURN}", "//khac.example/ve",
    ],
)  # fmt: skip
def test_no_other_address_gets_an_answer(world: World, address: str) -> None:
    answer = world.browser.get("/oauth2/authorize", world.asked(redirect_uri=address))
    assert (answer.status_code, answer.has_header("Location")) == (400, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": ""}, {"code_challenge_method": "plain"}, {"code_challenge_method": ""},
        {"response_type": "token"}, {"response_type": "id_token"}, {"response_type": "code id_token"},
        {"scope": "openid organizations.see"}, {"scope": "profile"}, {"scope": "openid email"}, {"scope": ""},
        {"client_id": "khong-co"}, {"client_id": "x" * 3000}, {"response_mode": "fragment"},
    ],
)  # fmt: skip
def test_an_unsound_request_is_not_sent_on(world: World, changed: dict[str, str]) -> None:
    answer = world.browser.get("/oauth2/authorize", world.asked(**changed))
    assert (answer.status_code, answer.has_header("Location")) == (400, False)


@pytest.mark.parametrize("name", ["redirect_uri", "client_id", "code_challenge", "scope"])
def test_nothing_may_be_said_twice(world: World, name: str) -> None:
    query = urlencode([*world.asked().items(), (name, world.asked()[name])])
    assert world.browser.get(f"/oauth2/authorize?{query}").status_code == 400


def test_a_code_works_once(world: World) -> None:
    code = world.code()
    assert world.exchange(code).status_code == 200
    assert world.exchange(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "w" * 64}, {"code_verifier": ""}, {"redirect_uri": "https://khac.example/khac"},
        {"client_secret": "sai"}, {"code": "doan-mo"}, {"code": "x" * 3000},
    ],
)  # fmt: skip
def test_a_stolen_code_is_worth_nothing(world: World, changed: dict[str, str]) -> None:
    assert world.exchange(world.code(), **changed).status_code in {400, 401}


def test_a_code_of_another_system_is_worth_nothing(world: World) -> None:
    other = connected(world.tree)
    answer = world.exchange(world.code(), client_id=other.client_id, client_secret=other.secret)
    assert answer.status_code == 400


def test_a_nonce_comes_back_as_it_was_sent(world: World) -> None:
    body = world.exchange(world.code(nonce="n2")).json()
    assert jwt.decode(body["id_token"], options={"verify_signature": False})["nonce"] == "n2"


def test_who_refuses_tells_nothing(world: World) -> None:
    page = world.browser.get("/oauth2/authorize", world.asked())
    request = page.context["form"].initial["request"]
    answer = world.browser.post("/oauth2/authorize", {"request": request, "action": "cancel"})
    assert answer["Location"] == f"{RETURN}?error=access_denied&state=s1"
    assert signed_on(world.tree.officer_id) == 0


def test_a_request_changed_on_the_way_is_refused(world: World) -> None:
    page = world.browser.get("/oauth2/authorize", world.asked())
    request = page.context["form"].initial["request"]
    sent = {"request": request[:-3] + "abc", "scopes": ["openid"], "action": "grant"}
    assert world.browser.post("/oauth2/authorize", sent).status_code == 403


def test_another_site_cannot_agree_for_a_person(world: World) -> None:
    page = world.browser.get("/oauth2/authorize", world.asked())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.browser.cookies
    sent = {"request": page.context["form"].initial["request"], "scopes": ["openid"], "action": "grant"}
    assert strict.post("/oauth2/authorize", sent).status_code == 403


def test_a_stranger_signs_in_first_and_comes_back(world: World) -> None:
    answer = Client().get("/oauth2/authorize", world.asked())
    assert answer["Location"].startswith("/dang-nhap/?next=")


def test_the_page_lets_its_form_go_on_to_the_system_and_nowhere_else(world: World) -> None:
    policy = world.browser.get("/oauth2/authorize", world.asked())["Content-Security-Policy"]
    assert "form-action 'self' https://khac.example;" in f"{policy};"


def test_a_closed_account_is_told_of_no_more(world: World) -> None:
    value = world.exchange(world.code()).json()["access_token"]
    get_user_model().objects.filter(pk=world.tree.officer_id).update(is_active=False)
    assert Client().get("/oauth2/userinfo", headers={"authorization": f"Bearer {value}"}).status_code == 401


def test_a_system_cut_off_meanwhile_gets_no_token(world: World) -> None:
    code = world.code()
    administrator = queries.actor_of(
        get_user_model().objects.get(pk=world.tree.administrator_id), at=timezone.localdate()
    )
    services.disconnect_system(uuid=world.made.uuid, reason="Hết", actor=administrator, now=timezone.now())
    assert world.exchange(code).status_code in {400, 401}
    assert world.browser.get("/oauth2/authorize", world.asked()).status_code == 400
