"""The REST face keeps its promises: as described, closed to strangers, and refusing in one way.

After a change that is meant: `LIENTHONG_REFRESH=1 pytest tests/contracts/test_openapi.py -k committed` writes it anew.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel.accounts.models import User
from lienthong.systems.onestop.testing import SmallProvince, accept, small_province

SNAPSHOT = Path(__file__).parent / "openapi.json"
PROBLEM = "application/problem+json"
PUBLIC = {"/api/v1/openapi.json", "/api/v1/events/schemas"}
# What events say is no secret: their schemas are open to everybody.
OPEN = {"/api/v1/events/schemas", "/api/v1/events/schemas/{event_type}"}
DEEP: Any = "x"
for _level in range(200):
    DEEP = [DEEP]
HOSTILE: tuple[Any, ...] = (
    None, 0, "x", [], [[]], {"a": DEEP}, {"package": 1, "owner": "x"}, {"package": "x" * 1_000_000},
    {"work_item": "x"}, {"work_item": -(2**70)}, {"work_item": 2**70}, {"items": [{"content": 1}]},
    {"text": "x" * 1_000_000}, {"text": "\x00"}, {"version": 2**70, "text": "a"}, {"unknown": True}, {"file": 10**30},
    {
        "package": "2.000635", "case": "chinh-chu", "owner": 10**30, "submitter": -1,
        "answers": {"a": DEEP}, "papers": [{"code": "\x00", "originals": 10**30}],
    },
    {"name": "\x00", "number": "\x00"}, {"name": "A" * 5000, "number": "9" * 5000, "birth_date": "9999-99-99"},
    {"name": "A", "email": "x", "phone": "x" * 5000, "address": "x" * 5000},
)  # fmt: skip


def description() -> dict[str, Any]:
    """Return the description as it is published."""
    return dict(json.loads(Client().get("/api/v1/openapi.json").content))


def operations() -> list[tuple[str, str]]:
    """Return method and address of every operation described."""
    return [(method.upper(), path) for path, methods in description()["paths"].items() for method in methods]


def filled(path: str, number: str = "H32.1-000000-0000", act: str = "onestop.dossier.opinion") -> str:
    """Return an address with its parameters filled."""
    return path.replace("{number}", number).replace("{name}", act).replace("{code}", "H32")


def is_problem(answer: Any) -> bool:
    """Tell whether an answer is a problem of RFC 9457."""
    if not answer["Content-Type"].startswith(PROBLEM):
        return False
    body = json.loads(answer.content)
    return body["status"] == answer.status_code and bool(body["title"]) and bool(body["type"])


@pytest.fixture
def province(db: None) -> SmallProvince:
    """Return a small province with its three procedures."""
    return small_province()


def signed_in(username: str, *, checks: bool = False) -> Client:
    """Return a client in which an officer of the small province is signed in."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=checks)
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.django_db
def test_the_description_is_the_committed_one() -> None:
    described = description()
    if os.environ.get("LIENTHONG_REFRESH") == "1":
        SNAPSHOT.write_text(json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    assert described == json.loads(SNAPSHOT.read_text()), "the interface changed; the head of this file says what to do"


@pytest.mark.django_db
def test_strangers_are_refused_everywhere_but_at_the_description() -> None:
    client = Client(raise_request_exception=False)
    for method, path in operations():
        if path in OPEN:
            continue
        answer = client.generic(method, filled(path), b"{}", content_type="application/json")
        assert answer.status_code in {401, 403}, f"{method} {path}: {answer.status_code}"
        assert is_problem(answer), f"{method} {path}: {answer.content[:200]!r}"
    assert all(client.get(path).status_code == 200 for path in PUBLIC)


def test_a_post_without_the_token_is_refused(province: SmallProvince) -> None:
    client = signed_in("commune.reception", checks=True)
    number = accept(province, "2.000635").number
    for method, path in operations():
        if method != "GET":
            answer = client.generic(method, filled(path, number), b"{}", content_type="application/json")
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"


def test_refusals_are_problems(province: SmallProvince) -> None:
    client = signed_in("commune.reception")
    number = accept(province, "2.000635").number
    opinion = f"/api/v1/dossiers/{number}/acts/onestop.dossier.opinion"
    answers = {
        404: client.get("/api/v1/dossiers/H32.1-000000-0000"),
        422: client.post(opinion, {}, content_type="application/json"),
        409: client.post(opinion, {"text": "Ý kiến", "version": 999}, content_type="application/json"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status, answer.content[:300]
        assert is_problem(answer), answer.content[:300]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: str(body)[:30])
def test_hostile_bodies_are_refused_never_fatal(province: SmallProvince, body: Any) -> None:
    client = signed_in("commune.reception")
    number = accept(province, "2.000635").number
    acts = ("onestop.dossier.opinion", "onestop.step.complete", "onestop.dossier.attach", "no.such.act", "\x00")
    for method, path in operations():
        if method == "GET":
            continue
        for act in acts if "{name}" in path else acts[:1]:
            address = filled(path, number, act)
            answer = client.generic(method, address, json.dumps(body), content_type="application/json")
            assert answer.status_code < 500, f"{method} {address}: {answer.status_code}"
            assert answer.status_code >= 400 or "/acts/" in path or "/parties" in path


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}'])
def test_what_is_not_json_is_refused(province: SmallProvince, raw: bytes) -> None:
    client = signed_in("commune.reception")
    for method, path in operations():
        if method != "GET":
            answer = client.generic(method, filled(path), raw, content_type="application/json")
            assert 400 <= answer.status_code < 500, f"{method} {path}: {answer.status_code}"
            assert is_problem(answer), f"{method} {path}: {answer.content[:200]!r}"


@pytest.mark.parametrize(
    "query",
    ["limit=-5", "limit=99999999999999999999", "after=x", "after=99999999999999999999", "state=\x00", "field=%00"],
)
def test_hostile_queries_are_refused_or_answered(province: SmallProvince, query: str) -> None:
    answer = signed_in("commune.reception").get(f"/api/v1/dossiers?{query}")
    assert answer.status_code < 500
