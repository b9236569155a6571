"""The organisation over REST: as it was on any day, in parts, and only what one may see."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, NotFound, Scope
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import PlanLine, ReorganizationKind
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.testing import BEGIN, SmallTree, small_tree

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 3, 2, 0, tzinfo=UTC)
DAY = date(2026, 5, 3)
ADDRESS = "/api/v1/agencies"
COMMUNE = "H32.22366"


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


def reader(scope: Scope = Scope.PROVINCE, agency_id: int = 0, path: str = "", *, may: str = SEE) -> Actor:
    return Actor(ActorKind.OFFICER, "Lê", user_id=7, grants=(Grant(may, scope, "administrator", agency_id, path),))


@pytest.fixture
def admin(tree: SmallTree) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(pk=tree.administrator_id))
    return client


def read(client: Client, address: str, **asked: str | int) -> Any:
    answer = client.get(f"{ADDRESS}{address}", asked)
    assert answer.status_code == 200, answer.content[:300]
    return json.loads(answer.content)


def rename(tree: SmallTree) -> None:
    """Call the commune otherwise and give it another code from 3 May 2026 on."""
    grants = tuple(Grant(each, Scope.PROVINCE, "administrator", 0, "") for each in (SEE, MANAGE))
    actor = Actor(ActorKind.OFFICER, "Lê", user_id=tree.administrator_id, grants=grants)
    plan_id = services.draft_plan(title="Đổi", basis="NQ 1/NQ", effective_date=DAY, actor=actor, now=NOW)
    line = PlanLine(0, ReorganizationKind.RENAME, source=COMMUNE, target="H32.9", target_name="UBND phường Mới")
    services.add_lines(plan_id=plan_id, lines=[line], actor=actor, now=NOW)
    services.start_plan(plan_id=plan_id, actor=actor, now=NOW)
    assert services.run_plan(plan_id=plan_id, now=NOW) == (1, 0)


def test_the_list_tells_codes_names_and_places_of_the_day(tree: SmallTree, admin: Client) -> None:
    rename(tree)
    eve = {each["code"]: each for each in read(admin, "", on="2026-05-02")["items"]}
    assert (eve[COMMUNE]["name"], eve[COMMUNE]["today"], eve[COMMUNE]["until"]) == (
        "UBND phường Nha Trang", "H32.9", "2026-05-02",
    )  # fmt: skip
    today = {each["code"]: each for each in read(admin, "", on="2026-05-03")["items"]}
    assert today["H32.9"]["name"] == "UBND phường Mới"
    assert COMMUNE not in today
    assert read(admin, "", on="2025-06-30")["items"] == []
    assert [each["code"] for each in read(admin, "", below="H32", kind="department")["items"]] == ["H32.17"]


def test_the_list_comes_in_parts_that_miss_and_repeat_nothing(admin: Client) -> None:
    whole = [each["code"] for each in read(admin, "")["items"]]
    parts, after = [], ""
    while True:
        part = read(admin, "", after=after, limit=1)
        parts += [each["code"] for each in part["items"]]
        if not (after := part["next"]):
            break
    assert parts == whole == sorted(whole)
    assert len(whole) == 4


def test_an_agency_is_read_by_a_code_of_before_with_its_past(tree: SmallTree, admin: Client) -> None:
    rename(tree)
    told = read(admin, f"/{COMMUNE}", on="2026-05-02")
    assert (told["code"], told["name"], told["above"]) == ("H32.9", "UBND phường Nha Trang", ["H32"])
    assert [(each["code"], each["since"]) for each in told["periods"]] == [
        ("H32.9", "2026-05-03"), (COMMUNE, BEGIN.isoformat()),
    ]  # fmt: skip
    assert told["below"] == [f"{COMMUNE}.01"]


def test_who_held_a_seat_on_a_day_is_told_with_who_acted_for_them(tree: SmallTree, admin: Client) -> None:
    grants = (Grant(MANAGE, Scope.PROVINCE, "administrator", 0, ""), Grant(SEE, Scope.PROVINCE, "administrator", 0, ""))
    actor = Actor(ActorKind.OFFICER, "Lê", user_id=tree.administrator_id, grants=grants)
    services.appoint_officer(
        agency_code=COMMUNE, username="nguoi.moi", position_code="chairman", unit_code="", roles=["leader"],
        valid_from=DAY, actor=actor, now=NOW,
    )  # fmt: skip
    names = [each["name"] for each in read(admin, f"/{COMMUNE}/holders", on="2026-05-02")["items"]]
    assert names == ["Trần Cán Bộ"]
    (chairman,) = read(admin, f"/{COMMUNE}/holders", on="2026-05-03", position="chairman")["items"]
    assert (chairman["name"], chairman["capacity"], chairman["since"]) == ("Phạm Người Mới", "held", "2026-05-03")
    first = read(admin, f"/{COMMUNE}/holders", on="2026-05-03", limit=1)
    second = read(admin, f"/{COMMUNE}/holders", on="2026-05-03", limit=1, after=first["next"])
    assert {first["items"][0]["name"], second["items"][0]["name"]} == {"Trần Cán Bộ", "Phạm Người Mới"}
    assert second["next"] is None


def test_nothing_is_told_beyond_what_one_may_see(tree: SmallTree) -> None:
    viewer = reader(Scope.SUBTREE, tree.commune.id, tree.commune.path)
    found, _after = queries.agencies_on(viewer=viewer, at=DAY)
    assert [each.code for each in found] == [COMMUNE, f"{COMMUNE}.01"]
    assert queries.agencies_on(viewer=viewer, at=DAY, below="H32")[0][0].code == COMMUNE
    with pytest.raises(NotFound):
        queries.holders_on(code="H32.17", viewer=viewer, at=DAY)
    assert queries.agencies_on(viewer=Actor.anonymous(), at=DAY) == ((), "")


@pytest.mark.parametrize("path", ["", f"/{COMMUNE}", f"/{COMMUNE}/holders"])
def test_an_officer_without_the_right_and_a_stranger_are_refused(tree: SmallTree, path: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(f"{ADDRESS}{path}").status_code in {401, 403}
    client.force_login(get_user_model().objects.get(pk=tree.officer_id))
    assert client.get(f"{ADDRESS}{path}").status_code == 403


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("", {"on": "hôm qua"}, 422), ("", {"on": "9999-12-31"}, 200), ("", {"kind": "x"}, 422),
        ("", {"limit": -5}, 200), ("", {"limit": 2**70}, 200), ("", {"below": "H99"}, 404),
        ("", {"after": "\x00"}, 400), ("/H99", {}, 404), ("/%00", {}, 400),
        (f"/{COMMUNE}/holders", {"after": 2**70}, 422), (f"/{COMMUNE}/holders", {"position": "x" * 61}, 422),
    ],
)  # fmt: skip
def test_strange_questions_are_answered(admin: Client, path: str, asked: dict[str, str | int], status: int) -> None:
    answer = admin.get(f"{ADDRESS}{path}", asked)
    assert answer.status_code == status, answer.content[:300]


@pytest.mark.parametrize("path", ["", f"/{COMMUNE}", f"/{COMMUNE}/holders"])
def test_each_answer_costs_few_statements(
    admin: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        admin.get(f"{ADDRESS}{path}")
