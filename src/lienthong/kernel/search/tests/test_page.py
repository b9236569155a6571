"""The page of results: grouped by system, straight to a code, without JavaScript."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.search.contracts import Audience, EntryKey
from lienthong.kernel.search.extensions import name_system, system_label
from lienthong.kernel.search.services import index_entry

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def put(key: str, title: str, *, system: str = "onestop", agency_path: str = "", url: str = "") -> None:
    audience = Audience.AGENCY if agency_path else Audience.PUBLIC
    index_entry(
        entry=EntryKey(system, "dossier", key),
        title=title,
        body="",
        url=url or f"/ho-so/{key}/",
        audience=audience,
        now=NOW,
        agency_path=agency_path,
    )


def ask(text: str) -> tuple[int, str, str]:
    client = Client()
    client.cookies["lt-lang"] = "en"
    response = client.get("/tim/", {"q": text})
    return response.status_code, response.get("Location", ""), response.content.decode()


def test_a_code_goes_straight_to_its_thing() -> None:
    put("H32.22366-261006-0001", "Trần Văn Bình")
    put("H32.22366-261006-0002", "Lê Thị Mai")
    assert ask(" h32.22366-261006-0001 ")[:2] == (302, "/ho-so/H32.22366-261006-0001/")


def test_hits_stand_under_their_system_and_words_need_no_diacritics() -> None:
    name_system("thu", "Things of the test")
    put("A-1", "Đặng Thị Hoà")
    put("B-1", "Đặng Văn Hải", system="thu")
    status, _location, page = ask("dang")
    assert status == 200
    assert "2 things found" in page
    assert "Things of the test" in page
    assert system_label("unnamed") == "unnamed"


def test_a_stranger_does_not_find_what_an_agency_holds() -> None:
    put("A-1", "Đặng Thị Hoà", agency_path="/1/2/")
    assert "Nothing found for" in ask("dang thi hoa")[2]
    assert ask("A-1")[:2] == (200, "")


def test_no_hit_leads_to_another_site() -> None:
    put("A-1", "Đặng Thị Hoà", url="https://evil.example/")
    assert ask("A-1")[0] == 200


@pytest.mark.parametrize("text", ["", " ", "'", "a" * 10_000, "<script>x</script>", "% _ \\", "!!"])
def test_whatever_is_typed_is_answered(text: str) -> None:
    status, _location, page = ask(text)
    assert status == 200
    assert "<script>x" not in page


def test_the_page_costs_at_most_fifteen_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(70):
        put(f"A-{number}", f"Đặng Thị {number}")
    with django_assert_max_num_queries(15):
        page = ask("dang")[2]
    assert page.count('href="/ho-so/') == 60
    assert "10 more" in page
