"""Reservations over REST: a counter takes a block along, uses it, sends twice, returns the rest."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from lienthong.kernel.organizations.testing import SmallTree, small_tree

from .. import services
from ..contracts import BookKey, FormatDraft
from ..models import Book, GivenNumber
from ..testing import keeper

KEEPER = keeper()
ROOT = "/api/v1/numbering"
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    made = small_tree()
    draft = FormatDraft("decision", "Quyết định", "{number}/{year}/QĐ-{code}")
    services.save_format(draft=draft, actor=KEEPER, now=timezone.now())
    key = BookKey("decision", made.commune.id, f"{timezone.localdate():%Y}")
    services.open_book(book=key, after=0, reason="Thử", actor=KEEPER, now=timezone.now())
    return made


@pytest.fixture
def client(tree: SmallTree) -> Client:
    made = Client()
    made.force_login(get_user_model().objects.get(pk=tree.administrator_id))
    return made


def post(client: Client, path: str, body: dict[str, Any], key: str = "") -> tuple[int, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(f"{ROOT}{path}", json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_a_block_is_reserved_used_and_returned_each_once_however_often_it_is_sent(client: Client) -> None:
    (book,) = client.get(f"{ROOT}/books").json()["items"]
    assert (book["last"], book["next"], book["closed"]) == (0, f"01/{book['period']}/QĐ-H32.22366", False)
    wanted = {"book": book["id"], "count": 3, "reason": "Quầy lưu động", "holder": "Tổ 3"}
    first, again = (post(client, "/reservations", wanted, "k1") for _time in range(2))
    assert (first[0], again[0], first[1]) == (201, 200, again[1])
    block = first[1]
    assert block["numbers"] == [f"0{number}/{book['period']}/QĐ-H32.22366" for number in (1, 2, 3)]
    use = {"subject_key": "giấy mời 7", "title": "Giấy mời"}
    used = [post(client, f"/reservations/{block['uuid']}/use", use, "u1") for _time in range(2)]
    assert used == [(201, {"number": 1, "text": block["numbers"][0]}), (200, used[0][1])]
    assert post(client, f"/reservations/{block['uuid']}/use", {**use, "number": 1})[0] == 409
    status, left = post(client, f"/reservations/{block['uuid']}/return", {"reason": "Hết đợt"})
    assert (status, left["state"], left["unused"]) == (200, "returned", [])
    assert [row.state for row in GivenNumber.objects.order_by("number")] == ["given", "void", "void"]
    assert Book.objects.get().last == 3


def test_reservations_are_listed_and_read(client: Client) -> None:
    book = Book.objects.get().pk
    made = [post(client, "/reservations", {"book": book, "count": 1, "reason": f"Lần {n}"})[1] for n in range(3)]
    page = client.get(f"{ROOT}/reservations", {"limit": 2}).json()
    assert [each["uuid"] for each in page["items"]] == [each["uuid"] for each in made[:2]]
    rest = client.get(f"{ROOT}/reservations", {"after": page["next"], "state": "open"}).json()
    assert ([each["uuid"] for each in rest["items"]], rest["next"]) == ([made[2]["uuid"]], 0)
    assert client.get(f"{ROOT}/reservations/{made[0]['uuid']}").json() == made[0]


@pytest.mark.parametrize(
    "change", [{"count": 0}, {"count": 10_001}, {"reason": ""}, {"book": 0}, {"expires_at": "2000-01-01T00:00:00Z"}]
)
def test_a_wrong_reservation_is_refused_and_takes_no_number(client: Client, change: dict[str, Any]) -> None:
    body = {"book": Book.objects.get().pk, "count": 1, "reason": "Thử", **change}
    assert post(client, "/reservations", body)[0] == 422
    assert Book.objects.get().last == 0


def test_others_reserve_nothing(tree: SmallTree) -> None:
    other = Client()
    other.force_login(get_user_model().objects.get(pk=tree.officer_id))
    body = {"book": Book.objects.get().pk, "count": 1, "reason": "Thử"}
    assert post(other, "/reservations", body)[0] == 403
    assert other.get(f"{ROOT}/books").status_code == 403
