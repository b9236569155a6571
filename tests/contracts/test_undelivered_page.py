"""The page of undelivered events: who sees it, what it shows, trying again and giving up, one or many."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.acts.services import retry_undelivered
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.events import extensions
from lienthong.kernel.events.contracts import Delivery, HandoverState, UndeliveredFilter
from lienthong.kernel.events.models import Handover, OutboxEvent
from lienthong.kernel.events.services import publish
from lienthong.kernel.organizations.testing import SmallTree, small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
PAGE = "/quan-tri/su-kien/"
DECIDE = f"{PAGE}quyet-dinh/"
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


def held_up(
    subject: str = "H32-1", error: str = "RuntimeError: <b>no</b>", state: HandoverState = HandoverState.DEAD
) -> Handover:
    publish(event=Rang(), subject=subject, now=NOW)
    event = OutboxEvent.objects.get(subject=subject)
    return Handover.objects.create(
        event=event, subscriber="test.listen", subject=subject, state=state, attempts=8, last_error=error, since=NOW
    )


def test_only_administrators_see_and_decide(tree: SmallTree) -> None:
    dead = held_up()
    for client, status in ((signed_in(tree.officer_id), 403), (Client(), 302)):
        assert client.get(PAGE).status_code == status
        assert client.get(f"{PAGE}xuat.csv").status_code == status
        assert client.post(DECIDE, {"dong": dead.pk}).status_code == status
    with pytest.raises(NotPermitted):
        retry_undelivered(wanted=UndeliveredFilter(), places=None, actor=Actor.anonymous(), now=NOW)


def test_what_failed_waits_or_was_given_up_is_listed_with_its_error_as_text(tree: SmallTree) -> None:
    held_up()
    held_up("H32-2", state=HandoverState.WAITING)
    client = signed_in(tree.administrator_id)
    failed, waiting = client.get(PAGE).content.decode(), client.get(PAGE, {"xem": "cho"}).content.decode()
    assert "RuntimeError: &lt;b&gt;no&lt;/b&gt;" in failed
    assert ("H32-1" in failed, "H32-2" in failed) == (True, False)
    assert ("H32-1" in waiting, "H32-2" in waiting) == (False, True)
    assert 'type="checkbox"' not in waiting


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "H32-1"}, {"H32-1", "H32-12"}),
        ({"ben-nhan": "test.listen", "loai": Rang.type}, {"H32-1", "H32-12", "H40-3"}),
        ({"ben-nhan": "khác"}, set()),
        ({"lau-hon": "24"}, {"H32-1", "H32-12", "H40-3"}),
        ({"lau-hon": "-1", "xem": "gì"}, {"H32-1", "H32-12", "H40-3"}),
    ],
)
def test_the_list_and_its_file_are_narrowed_alike(tree: SmallTree, asked: dict[str, str], found: set[str]) -> None:
    for subject in ("H32-1", "H32-12", "H40-3"):
        held_up(subject)
    client = signed_in(tree.administrator_id)
    page = client.get(PAGE, asked).content.decode()
    answer = client.get(f"{PAGE}xuat.csv", asked)
    lines = b"".join(answer.streaming_content).decode().splitlines()[1:]  # type: ignore[attr-defined]  # a stream
    assert {subject for subject in ("H32-1", "H32-12", "H40-3") if f">{subject}<" in page} == found
    assert {line.split(",")[1] for line in lines} == found


def test_trying_again_puts_the_ticked_in_line_and_on_record(tree: SmallTree) -> None:
    dead, other, client = held_up(), held_up("H32-2"), signed_in(tree.administrator_id)
    response = client.post(DECIDE, {"dong": dead.pk, "viec": "lai", "loc": "xem=loi"}, follow=True)
    assert "in line again" in response.content.decode()
    assert response.redirect_chain == [(f"{PAGE}?xem=loi", 302)]
    dead.refresh_from_db()
    other.refresh_from_db()
    assert (dead.state, dead.attempts, other.state) == ("waiting", 0, "dead")
    entry = HistoryEntry.objects.get(subject_key=str(dead.event.uuid))
    assert (entry.act, entry.actor_name, entry.data["subscriber"]) == ("events.retry", "Lê Quản Trị", "test.listen")
    assert client.post(DECIDE, {"dong": dead.pk, "viec": "lai"}).status_code == 404


def test_all_that_a_filter_finds_is_given_up_with_a_reason(tree: SmallTree) -> None:
    for subject in ("H32-1", "H32-12", "H40-3"):
        held_up(subject)
    client = signed_in(tree.administrator_id)
    asked = {"viec": "bo", "tat-ca": "1", "q": "H32-"}
    assert client.post(DECIDE, asked).status_code == 422
    answer = client.post(DECIDE, {**asked, "ly-do": "Hệ thống cũ"}, follow=True)
    assert "2 events are given up" in answer.content.decode()
    assert set(Handover.objects.filter(state="given_up").values_list("subject", flat=True)) == {"H32-1", "H32-12"}
    notes = HistoryEntry.objects.filter(act="events.give_up").values_list("note", flat=True)
    assert list(notes) == ["Hệ thống cũ"] * 2


@pytest.mark.parametrize("asked", [{}, {"dong": "x"}, {"dong": "²"}, {"dong": "9" * 40}])
def test_deciding_on_nothing_says_so(tree: SmallTree, asked: dict[str, str]) -> None:
    held_up()
    response = signed_in(tree.administrator_id).post(DECIDE, asked)
    assert response.status_code == 422
    assert "Tick the events first" in response.content.decode()


@pytest.mark.parametrize("after", ["", "x", "²", "9" * 40, "0"])
def test_strange_places_in_the_list_do_no_harm(tree: SmallTree, after: str) -> None:
    assert signed_in(tree.administrator_id).get(PAGE, {"sau": after}).status_code == 200


def test_the_page_is_bounded(tree: SmallTree, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(60):
        held_up(f"H32-{number}")
    client = signed_in(tree.administrator_id)
    with django_assert_max_num_queries(15):
        page = client.get(PAGE).content.decode()
    assert page.count('name="dong"') == 50
    assert "sau=" in page
