"""The page of dead letters: who sees it, what it shows, trying again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.acts.services import retry_event
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.events import extensions
from lienthong.kernel.events.contracts import Delivery
from lienthong.kernel.events.models import OutboxEvent
from lienthong.kernel.events.services import publish
from lienthong.kernel.organizations.testing import SmallTree, small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
PAGE = "/quan-tri/su-kien/"
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Rang:
    """A bell has rung."""

    type: ClassVar[str] = "vn.lienthong.test.rang.v1"


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def listen(event: Rang, context: Delivery) -> None:
        return

    monkeypatch.setattr(extensions, "_BY_TYPE", {})
    extensions.on(Rang, name="test.listen")(listen)


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


def signed_in(user_id: int) -> Client:
    client = Client()
    client.cookies["lt-lang"] = "en"
    client.force_login(User.objects.get(pk=user_id))
    return client


def dead_letter(subject: str = "H32-1", error: str = "RuntimeError: <b>no</b>") -> OutboxEvent:
    publish(event=Rang(), subject=subject, now=NOW)
    OutboxEvent.objects.filter(subject=subject).update(state="dead", attempts=8, last_error=error)
    return OutboxEvent.objects.get(subject=subject)


def test_only_administrators_see_and_retry(tree: SmallTree) -> None:
    dead = dead_letter()
    for client, status in ((signed_in(tree.officer_id), 403), (Client(), 302)):
        assert client.get(PAGE).status_code == status
        assert client.post(f"{PAGE}{dead.uuid}/thu-lai/").status_code == status
    with pytest.raises(NotPermitted):
        retry_event(event_id=str(dead.uuid), actor=Actor.anonymous(), now=NOW)


def test_dead_letters_are_listed_with_their_error_as_text(tree: SmallTree) -> None:
    dead_letter()
    publish(event=Rang(), subject="H32-2", now=NOW)
    client = signed_in(tree.administrator_id)
    failed, waiting = client.get(PAGE).content.decode(), client.get(PAGE, {"xem": "cho"}).content.decode()
    assert "RuntimeError: &lt;b&gt;no&lt;/b&gt;" in failed
    assert ("H32-1" in failed, "H32-2" in failed) == (True, False)
    assert ("H32-1" in waiting, "H32-2" in waiting) == (False, True)


def test_trying_again_puts_it_in_line_and_on_record(tree: SmallTree) -> None:
    dead, client = dead_letter(), signed_in(tree.administrator_id)
    response = client.post(f"{PAGE}{dead.uuid}/thu-lai/", follow=True)
    assert "in line again" in response.content.decode()
    dead.refresh_from_db()
    entry = HistoryEntry.objects.get(subject_key=str(dead.uuid))
    assert (dead.state, dead.attempts, entry.act, entry.actor_name) == ("pending", 0, "events.retry", "Lê Quản Trị")
    assert client.post(f"{PAGE}{dead.uuid}/thu-lai/").status_code == 404
    assert client.post(f"{PAGE}khong-phai-so/thu-lai/").status_code == 404


@pytest.mark.parametrize("after", ["", "x", "²", "9" * 40, "0"])
def test_strange_places_in_the_list_do_no_harm(tree: SmallTree, after: str) -> None:
    assert signed_in(tree.administrator_id).get(PAGE, {"sau": after}).status_code == 200


def test_the_page_is_bounded(tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(60):
        dead_letter(f"H32-{number}")
    client = signed_in(tree.administrator_id)
    with django_assert_max_num_queries(15):
        page = client.get(PAGE).content.decode()
    assert page.count("thu-lai/") == 50
    assert "sau=" in page
