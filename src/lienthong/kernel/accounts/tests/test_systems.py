"""Connected systems: tokens for a secret, what they open, and how they end."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.accounts import queries, services
from lienthong.kernel.accounts.contracts import Credentials, SystemDraft
from lienthong.kernel.accounts.extensions import permission_label
from lienthong.kernel.accounts.models import ConnectedSystem
from lienthong.kernel.accounts.queries import grantable_permissions
from lienthong.kernel.accounts.rules import is_safe_return
from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations.testing import SmallTree, small_tree

pytestmark = pytest.mark.django_db
SEE, MANAGE = "organizations.see", "accounts.manage"


@pytest.fixture
def tree() -> SmallTree:
    cache.clear()
    return small_tree()


@pytest.fixture
def administrator(tree: SmallTree) -> Actor:
    user = get_user_model().objects.get(pk=tree.administrator_id)
    return queries.actor_of(user, at=timezone.localdate())


@pytest.fixture
def draft(tree: SmallTree) -> SystemDraft:
    return SystemDraft(
        name="Kho dữ liệu", agency_code=tree.department.code, purpose="Báo cáo hằng ngày", reach=Scope.SUBTREE,
        permissions=(SEE, "calendars.see"), redirect_uris=(),
    )  # fmt: skip


@pytest.fixture
def machine(draft: SystemDraft, administrator: Actor) -> Credentials:
    return services.connect_system(draft=draft, actor=administrator, now=timezone.now())


def ask(made: Credentials, *, secret: str = "", **more: str) -> Any:
    data = {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": secret or made.secret}
    return Client().post("/oauth2/token", data | more)


def token_of(made: Credentials, **more: str) -> str:
    return str(ask(made, **more).json()["access_token"])


def actor_behind(value: str) -> Actor | None:
    found = queries.machine_of_token(value=value, now=timezone.now())
    return found[0] if found else None


def test_a_secret_gives_a_token_with_the_permissions_of_the_system(machine: Credentials, tree: SmallTree) -> None:
    answer = ask(machine)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 1800)
    assert "refresh_token" not in body
    actor = actor_behind(body["access_token"])
    assert actor is not None
    assert (actor.kind, actor.name, actor.agency_id) == (ActorKind.MACHINE, "Kho dữ liệu", tree.department.id)
    assert actor.permissions == {SEE, "calendars.see"}
    assert {grant.scope for grant in actor.grants} == {Scope.SUBTREE}


def test_neither_secret_nor_token_stands_in_the_table(machine: Credentials) -> None:
    value = token_of(machine)
    assert machine.secret not in OAuthClient.objects.get().secret
    assert value not in Token.objects.get().hash


def test_a_token_may_ask_for_less_but_never_for_more(machine: Credentials) -> None:
    less = actor_behind(token_of(machine, scope=SEE))
    assert less is not None
    assert less.permissions == {SEE}
    for beyond in (MANAGE, "organizations.manage", "openid", f"{SEE} onestop.result.sign", "*"):
        answer = ask(machine, scope=beyond)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(("secret", "status"), [("sai", 401), ("!", 401), ("x" * 5000, 400), ("\x00", 400)])
def test_a_wrong_secret_gives_nothing(machine: Credentials, secret: str, status: int) -> None:
    assert ask(machine, secret=secret).status_code == status
    assert ask(replace(machine, client_id=secret)).status_code == status


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "", "x" * 2000])
def test_no_other_grant_works(machine: Credentials, grant: str) -> None:
    sent = {"username": "quan.tri", "password": "x", "code": "x", "refresh_token": "x"}
    assert ask(machine, grant_type=grant, **sent).status_code in {400, 401}
    assert not Token.objects.exists()


def test_tries_from_one_place_are_counted(machine: Credentials) -> None:
    with override_settings(IDP_OIDC_RATE_LIMITS={"token": "2/m/ip"}):
        assert [ask(machine, secret="sai").status_code for _try in range(3)] == [401, 401, 429]


def test_a_token_ends_by_its_time(machine: Credentials) -> None:
    value = token_of(machine)
    later = timezone.now() + timedelta(minutes=31)
    assert queries.machine_of_token(value=value, now=later) is None


def test_a_system_may_give_a_token_back(machine: Credentials) -> None:
    value = token_of(machine)
    sent = {"token": value, "client_id": machine.client_id, "client_secret": machine.secret}
    Client().post("/oauth2/revoke", sent)
    assert actor_behind(value) is None


def test_a_new_secret_ends_the_old_one_and_its_tokens(machine: Credentials, administrator: Actor) -> None:
    value = token_of(machine)
    fresh = services.renew_secret(uuid=machine.uuid, actor=administrator, now=timezone.now())
    assert actor_behind(value) is None
    assert ask(machine).status_code == 401
    assert actor_behind(token_of(fresh)) is not None


def test_a_system_that_was_cut_off_is_nobody(machine: Credentials, administrator: Actor) -> None:
    value = token_of(machine)
    services.disconnect_system(uuid=machine.uuid, reason="Hết hợp đồng", actor=administrator, now=timezone.now())
    assert actor_behind(value) is None
    assert ask(machine).status_code in {400, 401}
    assert Client().get("/api/v1/dossiers", headers={"authorization": f"Bearer {value}"}).status_code == 401
    with pytest.raises(Conflict):
        services.renew_secret(uuid=machine.uuid, actor=administrator, now=timezone.now())


def test_r11_each_step_stands_in_the_history(machine: Credentials, administrator: Actor) -> None:
    services.renew_secret(uuid=machine.uuid, actor=administrator, now=timezone.now())
    services.disconnect_system(uuid=machine.uuid, reason="Hết hợp đồng", actor=administrator, now=timezone.now())
    entries = list_history(subject_type="accounts.connectedsystem", subject_key=str(machine.uuid))
    assert [entry.act.rpartition(".")[2] for entry in entries] == ["connect", "renew_secret", "disconnect"]
    assert all(machine.secret not in str(entry.data) for entry in entries)


@pytest.mark.parametrize("value", ["", "x", "x" * 8000, "é", "a b c"])
def test_a_forged_token_opens_nothing(tree: SmallTree, value: str) -> None:
    answer = Client().get("/api/v1/dossiers", headers={"authorization": f"Bearer {value}"})
    assert answer.status_code == 401


def test_a_token_acts_for_the_machine_and_for_no_session(machine: Credentials, tree: SmallTree) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=tree.administrator_id))
    value = token_of(machine, scope="calendars.see")
    assert client.get("/quan-tri/to-chuc/", headers={"authorization": f"Bearer {value}"}).status_code == 200
    assert client.get("/api/v1/dossiers", headers={"authorization": "Bearer sai"}).status_code == 401


def test_a_token_opens_no_page(machine: Credentials) -> None:
    answer = Client().get("/quan-tri/to-chuc/", headers={"authorization": f"Bearer {token_of(machine)}"})
    assert answer.status_code == 302


def test_when_a_machine_was_last_heard_is_noted_now_and_then(machine: Credentials) -> None:
    headers = {"authorization": f"Bearer {token_of(machine)}"}
    Client().get("/api/v1/dossiers", headers=headers)
    first = ConnectedSystem.objects.get().last_used_at
    Client().get("/api/v1/dossiers", headers=headers)
    assert first is not None
    assert ConnectedSystem.objects.get().last_used_at == first


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"purpose": ""}, "purpose"),
        ({"agency_code": "không-có"}, "agency_code"),
        ({"agency_code": "\x00"}, "agency_code"),
        ({"reach": Scope.OWN}, "reach"),
        ({"permissions": ()}, "permissions"),
        ({"permissions": (MANAGE,)}, "permissions"),
        ({"permissions": ("openid",)}, "permissions"),
        ({"permissions": ("onestop.result.sign",)}, "permissions"),
        ({"redirect_uris": ("http://khac.example/ve",)}, "redirect_uris"),
        ({"redirect_uris": ("https://a.example/",) * 11}, "redirect_uris"),
    ],
)
def test_a_wrong_draft_is_refused_by_its_field(
    draft: SystemDraft, administrator: Actor, changed: dict[str, Any], path: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.connect_system(draft=replace(draft, **changed), actor=administrator, now=timezone.now())
    assert [error.path for error in refusal.value.errors] == [path]
    assert not OAuthClient.objects.exists()


def test_only_administrators_connect_systems(draft: SystemDraft, machine: Credentials, tree: SmallTree) -> None:
    officer = queries.actor_of(get_user_model().objects.get(pk=tree.officer_id), at=timezone.localdate())
    for call in (
        lambda: services.connect_system(draft=draft, actor=officer, now=timezone.now()),
        lambda: services.renew_secret(uuid=machine.uuid, actor=officer, now=timezone.now()),
        lambda: services.disconnect_system(uuid=machine.uuid, reason="x", actor=officer, now=timezone.now()),
    ):
        with pytest.raises(NotPermitted):
            call()
    with pytest.raises(NotFound):
        queries.get_system(uuid=machine.uuid, viewer=officer)
    assert queries.list_systems(viewer=officer) == ((), False)


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "/ve", "javascript:alert(1)", "data:text/html,x", "http://khac.example/", "https://", "https://*.example/",
        "https://a.example/#x", "https://user@a.example/", "https://a.example\\@b.example/", "https://a.example:0/",
        "https://[", "https://a.example/ x", "https://á.example/", "https://a.example/" + "x" * 500, "//a.example/",
    ],
)  # fmt: skip
def test_people_are_sent_to_no_odd_address(address: str) -> None:
    assert not is_safe_return(address)


@pytest.mark.parametrize("address", ["https://a.example/ve", "https://a.example:8443/ve?x=1", "http://127.0.0.1:9000/"])
def test_people_are_sent_to_full_addresses(address: str) -> None:
    assert is_safe_return(address)


@pytest.fixture
def browser(tree: SmallTree) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=tree.administrator_id))
    return client


def test_the_secret_is_shown_once(
    browser: Client, tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sent = {
        "name": "Kho",
        "agency_code": tree.department.code,
        "purpose": "Thử",
        "permissions": [SEE],
        "reach": "agency",
    }
    page = browser.post("/quan-tri/he-thong/them/", sent)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    client_id, secret = re.findall(r'id="id_(?:client|secret)" value="([^"]+)"', page.content.decode())
    made = Credentials(uuid=ConnectedSystem.objects.get().uuid, client_id=client_id, secret=secret)
    assert actor_behind(token_of(made)) is not None
    there = f"/quan-tri/he-thong/{made.uuid}/"
    with django_assert_max_num_queries(15):
        shown = browser.get(there)
    assert secret not in shown.content.decode()
    renewed = browser.post(f"{there}khoa-moi/")
    assert secret not in renewed.content.decode()
    assert browser.post(there, {"reason": ""}).status_code == 422
    assert browser.post(there, {"reason": "Hết"}).status_code == 302
    assert browser.post(there, {"reason": "Hết"}).status_code == 409


def test_what_was_typed_wrongly_comes_back(browser: Client, tree: SmallTree) -> None:
    sent = {"name": "<b>Kho</b>", "agency_code": "sai", "purpose": "Thử", "permissions": [MANAGE], "reach": "own"}
    page = browser.post("/quan-tri/he-thong/them/", sent)
    assert page.status_code == 422
    assert "&lt;b&gt;Kho" in page.content.decode()
    assert not ConnectedSystem.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?q=kho", "?q=zzz", "?trang=2", "?trang=²", "?trang=99999999", "?q=" + "x" * 900]
)
def test_the_list_costs_at_most_fifteen_statements(
    browser: Client, machine: Credentials, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        page = browser.get(f"/quan-tri/he-thong/{query}")
    assert page.status_code == 200
    assert ("Kho dữ liệu" in page.content.decode()) == (query in {"", "?q=kho", "?trang=²", "?trang=99999999"})


def test_officers_do_not_see_connected_systems(tree: SmallTree, machine: Credentials) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=tree.officer_id))
    for there in ("", "them/", f"{machine.uuid}/"):
        assert client.get(f"/quan-tri/he-thong/{there}").status_code == 403


def test_every_permission_a_machine_may_have_is_said_in_words() -> None:
    assert [each for each in grantable_permissions() if permission_label(each) == each] == []
