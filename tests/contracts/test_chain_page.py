"""The pages of the chain over the history: who sees them, what they show, a check with its outcome."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.accounts.models import User
from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.acts.services import check_chain
from lienthong.kernel.audit import services
from lienthong.kernel.audit.testing import AuditCheck, AuditDay, HistoryEntry
from lienthong.kernel.organizations.testing import SmallTree, small_tree

NOON = datetime(2026, 10, 6, 5, 0, tzinfo=UTC)
PAGE = "/quan-tri/chuoi-nhat-ky/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


@pytest.fixture
def page(tree: SmallTree) -> Client:
    return signed_in(tree.administrator_id)


def signed_in(user_id: int) -> Client:
    client = Client()
    client.cookies["lt-lang"] = "en"
    client.force_login(User.objects.get(pk=user_id))
    return client


def close(days: int = 2) -> None:
    for day in range(days):
        at = NOON + timedelta(days=day)
        services.record(subject_type="t", subject_key=f"K-{day}", act="t.do", actor=Actor.system("Máy"), now=at)
        services.close_days(now=at + timedelta(days=1))


def run() -> None:
    services.run_check(check_id=AuditCheck.objects.latest("pk").pk, clock=lambda: NOON + timedelta(days=2))


def test_only_administrators_see_it(tree: SmallTree) -> None:
    close()
    for client, status in ((signed_in(tree.officer_id), 403), (Client(), 302)):
        for address in (PAGE, f"{PAGE}xuat.csv", f"{PAGE}ngay/2026-10-06.jsonl"):
            assert client.get(address).status_code == status
        assert client.post(f"{PAGE}kiem-tra/").status_code == status
    with pytest.raises(NotPermitted):
        check_chain(since=None, until=None, actor=Actor.anonymous(), now=NOON)


def test_the_days_are_shown_and_exported(page: Client) -> None:
    assert "No day is closed yet" in page.get(PAGE).content.decode()
    close()
    shown = page.get(PAGE).content.decode()
    head = bytes(AuditDay.objects.get(day=date(2026, 10, 6)).head).hex()
    assert head in shown
    sheet = b"".join(page.get(f"{PAGE}xuat.csv").streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert head in sheet
    copy = b"".join(page.get(f"{PAGE}ngay/2026-10-06.jsonl").streaming_content)  # type: ignore[attr-defined]
    assert json.loads(copy.splitlines()[0])["head"] == head
    for wrong in ("2026-10-01", "hom-qua", "2026-13-01"):
        assert page.get(f"{PAGE}ngay/{wrong}.jsonl").status_code == 404


def test_a_chain_that_holds_says_so(page: Client) -> None:
    close()
    answer = page.post(f"{PAGE}kiem-tra/", {"tu": "06/10/2026", "den": ""}, follow=True)
    assert "Waiting for a worker" in answer.content.decode()
    address = answer.redirect_chain[0][0]
    run()
    assert "The chain holds" in page.get(address).content.decode()
    part = page.get(address, headers={"HX-Request": "true", "HX-Target": "tien-do"})
    assert part["HX-Refresh"] == "true"
    assert HistoryEntry.objects.get(act="audit.chain.check").actor_name == "Lê Quản Trị"
    assert "holds" in page.get(PAGE).content.decode()


def test_a_broken_chain_names_the_row_and_escapes_what_it_says(page: Client) -> None:
    close()
    row = HistoryEntry.objects.get(subject_key="K-0")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE audit_historyentry SET actor_name = '<b>ai</b>' WHERE id = %s", [row.pk])
        cursor.execute("SET session_replication_role = origin")
    address = page.post(f"{PAGE}kiem-tra/", follow=True).redirect_chain[0][0]
    run()
    shown = page.get(address).content.decode()
    assert "broken in one place" in shown
    assert f"Row {row.pk} of the history was changed" in shown
    assert "&lt;b&gt;ai&lt;/b&gt;" in shown


@pytest.mark.parametrize("given", [{"tu": "hôm qua"}, {"tu": "07/10/2026", "den": "06/10/2026"}, {"den": "32/01/2026"}])
def test_days_that_are_none_are_refused(page: Client, given: dict[str, str]) -> None:
    answer = page.post(f"{PAGE}kiem-tra/", given)
    assert answer.status_code == 422
    assert not AuditCheck.objects.exists()


def test_the_pages_are_bounded(page: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    close(1)
    services.close_days(now=NOON + timedelta(days=60))
    with django_assert_max_num_queries(15):
        shown = page.get(PAGE).content.decode()
    assert shown.count(".jsonl") == 31
    with django_assert_max_num_queries(15):
        assert page.get(f"{PAGE}?trang=2").content.decode().count(".jsonl") == 29
