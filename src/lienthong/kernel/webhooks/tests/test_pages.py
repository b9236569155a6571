"""The pages of administrators, and the REST face for systems."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.accounts import services as accounts
from lienthong.kernel.accounts.testing import ConnectedSystem, User
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.testing import SmallTree
from lienthong.kernel.webhooks.contracts import WebhookState
from lienthong.kernel.webhooks.models import Webhook, WebhookDelivery
from lienthong.kernel.webhooks.testing import Receiver

from .conftest import NOW, ring, send

pytestmark = pytest.mark.django_db
PAGE, API = "/quan-tri/dia-chi-nhan/", "/api/v1/webhooks"


def signed_in(user_id: int) -> Client:
    """Return a browser in English."""
    client = Client()
    client.cookies["lt-lang"] = "en"
    client.force_login(User.objects.get(pk=user_id))
    return client


@pytest.fixture
def page(tree: SmallTree) -> Client:
    """Return the browser of the administrator."""
    return signed_in(tree.administrator_id)


@pytest.fixture
def caller(system: ConnectedSystem, administrator: Actor) -> Client:
    """Return the connected system with its token."""
    made = accounts.renew_secret(uuid=system.uuid, actor=administrator, now=NOW)
    answer = Client().post(
        "/oauth2/token",
        {"grant_type": "client_credentials", "client_id": made.client_id, "client_secret": made.secret},
    )
    return Client(headers={"Authorization": f"Bearer {answer.json()['access_token']}"})


def test_only_administrators_see_the_pages(tree: SmallTree, hook: Webhook) -> None:
    for client, status in ((signed_in(tree.officer_id), 403), (Client(), 302)):
        for address in (PAGE, f"{PAGE}them/", f"{PAGE}{hook.uuid}/", f"{PAGE}{hook.uuid}/xuat.csv"):
            assert client.get(address).status_code == status
        assert client.post(f"{PAGE}{hook.uuid}/tam-dung/").status_code == status


def test_a_webhook_is_made_on_screen_and_its_secret_shown_once(
    page: Client, system: ConnectedSystem, receiver: Receiver
) -> None:
    assert "No webhook yet" in page.get(PAGE).content.decode()
    unknown = page.post(f"{PAGE}them/", {"system": system.pk, "url": receiver.url, "types": ["gì đó"]})
    assert unknown.status_code == 422
    answer = page.post(f"{PAGE}them/", {"system": system.pk, "url": receiver.url})
    assert "whsec_" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    made = Webhook.objects.latest("pk")
    shown = page.get(f"{PAGE}{made.uuid}/").content.decode()
    assert "whsec_" not in shown
    assert "Nothing was sent yet" in shown
    assert receiver.url in page.get(PAGE).content.decode()


@pytest.mark.parametrize("given", [{}, {"system": "x", "url": "https://a.vn"}, {"url": "http://127.0.0.1/"}])
def test_what_is_wrong_is_said_on_the_form(page: Client, system: ConnectedSystem, given: dict[str, str]) -> None:
    answer = page.post(f"{PAGE}them/", {"system": system.pk, **given})
    assert answer.status_code == 422
    assert not Webhook.objects.exists()


def test_the_log_is_shown_narrowed_exported_and_sent_again(page: Client, hook: Webhook, receiver: Receiver) -> None:
    receiver.refused, receiver.body = {"S-2"}, b"<b>no</b>"
    ring(1)
    ring(2, subject="S-2")
    send(hook)
    shown = page.get(f"{PAGE}{hook.uuid}/").content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in shown
    assert (">S-1<" in shown, ">S-2<" in shown) == (True, True)
    waiting = page.get(f"{PAGE}{hook.uuid}/?xem=cho").content.decode()
    assert (">S-1<" in waiting, ">S-2<" in waiting) == (False, True)
    sheet = b"".join(page.get(f"{PAGE}{hook.uuid}/xuat.csv?xem=cho").streaming_content)  # type: ignore[attr-defined]
    assert len(sheet.decode().splitlines()) == 2
    sent = WebhookDelivery.objects.get(subject="S-1")
    answer = page.post(f"{PAGE}{hook.uuid}/gui-lai/{sent.pk}/", follow=True)
    assert "sent again" in answer.content.decode()
    assert page.post(f"{PAGE}{hook.uuid}/gui-lai/{10**9}/").status_code == 404


def test_it_is_paused_gone_on_with_tried_renewed_and_ended(page: Client, hook: Webhook) -> None:
    def do(way: str) -> Any:
        return page.post(f"{PAGE}{hook.uuid}/{way}/", follow=True)

    assert "Nothing is sent" in do("tam-dung").content.decode()
    assert do("tam-dung").status_code == 409
    assert "It goes on" in do("tiep-tuc").content.decode()
    assert "on its way" in do("thu").content.decode()
    assert "whsec_" in do("khoa-moi").content.decode()
    assert do("gi-do").status_code == 404
    assert "has ended" in do("ket-thuc").content.decode()
    hook.refresh_from_db()
    assert hook.state == WebhookState.ENDED
    assert page.get(f"{PAGE}{hook.uuid}/").status_code == 200


def test_the_pages_are_bounded(
    page: Client, hook: Webhook, receiver: Receiver, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ring(*range(60))
    send(hook)
    with django_assert_max_num_queries(15):
        page.get(PAGE)
    with django_assert_max_num_queries(15):
        assert page.get(f"{PAGE}{hook.uuid}/").content.decode().count("gui-lai/") == 50


def test_a_system_looks_after_its_own_over_rest(caller: Client, receiver: Receiver) -> None:
    body = {"url": receiver.url, "types": ["vn.lienthong.test.rang.v1"]}
    headers = {"Idempotency-Key": "một lần"}
    made = caller.post(API, body, content_type="application/json", headers=headers)
    again = caller.post(API, body, content_type="application/json", headers=headers)
    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json()["secret"].startswith("whsec_")
    assert again.json() == {"uuid": made.json()["uuid"], "secret": ""}
    one = f"{API}/{made.json()['uuid']}"
    assert caller.get(API).json()["items"][0]["url"] == receiver.url
    assert caller.get(one).json()["state"] == "active"
    assert caller.post(f"{one}/secret").json()["secret"].startswith("whsec_")
    assert caller.post(f"{one}/test").status_code == 202
    send(Webhook.objects.get(), timezone.now())
    (line,) = caller.get(f"{one}/deliveries").json()["items"]
    assert (line["state"], line["status"]) == ("sent", 200)
    assert caller.post(f"{one}/deliveries/{line['id']}/again").status_code == 202
    assert caller.post(f"{one}/pause").json()["state"] == "paused"
    assert caller.post(f"{one}/resume").json()["state"] == "active"
    assert caller.delete(one).status_code == 204
    assert caller.delete(one).status_code == 409


def test_who_may_not_gets_a_problem(tree: SmallTree, hook: Webhook, caller: Client) -> None:
    officer = signed_in(tree.officer_id)
    assert officer.get(f"{API}/{hook.uuid}").status_code == 404
    assert officer.get(API).json() == {"items": [], "more": False}
    assert Client().get(API).status_code == 401
    wrong = caller.post(API, {"url": "http://10.0.0.1/"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (422, "url")


def test_the_feed_gives_what_the_system_may_know_of_and_leads_on(caller: Client, seen: set[str]) -> None:
    seen.add("S-secret")
    ring(1, 2)
    ring(3, subject="S-secret")
    ring(4, subject="S-2")
    first = caller.get("/api/v1/events?limit=2").json()
    assert [each["data"] for each in first["items"]] == [{"number": 1}, {"number": 2}]
    assert (first["next"], first["more"]) == (2, True)
    rest = caller.get(f"/api/v1/events?after={first['next']}").json()
    assert [each["data"]["number"] for each in rest["items"]] == [4]
    assert (rest["next"], rest["more"]) == (4, False)
    assert caller.get(f"/api/v1/events?after={rest['next']}").json() == {"items": [], "next": 4, "more": False}
    assert len(caller.get("/api/v1/events?subject=S-1").json()["items"]) == 2
    assert caller.get("/api/v1/events?types=vn.lienthong.test.hidden.v1").json()["items"] == []
    assert "Kín" not in json.dumps(first)


def test_the_feed_is_for_those_who_may(tree: SmallTree) -> None:
    ring(1)
    assert Client().get("/api/v1/events").status_code == 401
    assert signed_in(tree.newcomer_id).get("/api/v1/events").status_code == 403
    assert signed_in(tree.officer_id).get("/api/v1/events").json()["items"] == []


@pytest.mark.parametrize("asked", ["after=-1", "after=9223372036854775808", "limit=0", "limit=501", "after=x"])
def test_strange_places_are_refused(caller: Client, asked: str) -> None:
    assert caller.get(f"/api/v1/events?{asked}").status_code == 422


def test_schemas_are_public() -> None:
    listed = Client().get("/api/v1/events/schemas").json()["items"]
    names = {each["type"] for each in listed}
    assert "vn.lienthong.onestop.dossier.accepted.v1" in names
    answer = Client().get("/api/v1/events/schemas/vn.lienthong.onestop.dossier.accepted.v1")
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json()["properties"]["number"] == {"title": "Number", "type": "string"}
    assert Client().get("/api/v1/events/schemas/khong-co").status_code == 404
