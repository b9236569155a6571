"""The page of results: grouped by system, straight to a code, without JavaScript."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.organizations.testing import small_tree
from lienthong.kernel.search.contracts import Audience, EntryKey
from lienthong.kernel.search.extensions import name_system, system_label
from lienthong.kernel.search.models import RecentSearches
from lienthong.kernel.search.services import index_entry, learn_words

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
    assert page.count('href="/ho-so/') == 20
    assert "70 things found" in page


def page_of(client: Client, **asked: str) -> str:
    client.cookies["lt-lang"] = "en"
    return client.get("/tim/", asked).content.decode()


def test_what_was_meant_is_shown_with_a_way_back_to_what_was_typed() -> None:
    put("A-1", "Giấy khai sinh")
    learn_words()
    page = page_of(Client(), q="giay khai sonh")
    assert "Searched for <b>giấy khai sinh</b> instead of “giay khai sonh”" in page
    assert "dung=1" in page
    assert "Nothing found" in page_of(Client(), q="giay khai sonh", dung="1")


def test_words_asked_for_are_marked_and_nothing_in_a_title_becomes_markup() -> None:
    put("A-1", "Đặng <b>Thị</b> Hoà & Đặngx")
    page = page_of(Client(), q="dang thi")
    assert "<mark>Đặng</mark> &lt;b&gt;<mark>Thị</mark>&lt;/b&gt; Hoà &amp; Đặngx" in page


def test_filters_stand_in_the_address_and_are_taken_away_again() -> None:
    put("A-1", "Giấy phép")
    put("B-1", "Giấy phép", system="thu")
    page = page_of(Client(), q="giay")
    assert "?q=giay&amp;he-thong=thu" in page
    narrowed = page_of(Client(), q="giay", **{"he-thong": "thu"})
    assert 'href="/ho-so/B-1/"' in narrowed
    assert 'href="/ho-so/A-1/"' not in narrowed
    assert 'lt-chip-on" href="?q=giay"' in narrowed
    assert "Search without filters" in page_of(Client(), q="giay", **{"he-thong": "khong-co"})
    assert page_of(Client(), q="giay", nam="abc", tu="???").count('href="/ho-so/') == 2


def test_pages_follow_each_other_by_cursor_and_hits_are_taken_along() -> None:
    for number in range(30):
        put(f"A-{number:02}", f"Giấy phép {number}")
    page = page_of(Client(), q="giay")
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    rest = Client().get(f"/tim/{html.unescape(following[1])}").content.decode()
    assert page.count('href="/ho-so/') + rest.count('href="/ho-so/') == 30
    sent: Any = Client().get("/tim/xuat.csv", {"q": "giay"})
    lines = b"".join(sent.streaming_content).decode().splitlines()
    assert len(lines) == 31


def test_searches_are_kept_only_while_their_person_wants_it() -> None:
    put("A-1", "Giấy phép")
    client = Client()
    client.force_login(get_user_model().objects.create_user(username="an", name="An", password="chỉ để thử 123"))
    page_of(client, q="giay")
    assert "Searched lately" not in page_of(client)
    client.post("/tim/da-tim/", {"giu": "1"})
    for text in ("giay", "giay phep", "giay", "khong-co"):
        page_of(client, q=text)
    assert re.findall(r'href="\?q=([^"]+)"', page_of(client)) == ["giay", "giay%20phep"]
    client.post("/tim/da-tim/", {"giu": "0"})
    assert "Searched lately" not in page_of(client)
    assert Client().post("/tim/da-tim/", {"giu": "1"}).status_code in {302, 401, 403}
    assert not RecentSearches.objects.exists()


def test_words_are_kept_on_their_page_by_those_who_look_after_search() -> None:
    tree = small_tree()
    client = Client()
    client.cookies["lt-lang"] = "en"
    client.force_login(get_user_model().objects.get(pk=tree.administrator_id))
    address = "/quan-tri/tim-kiem/"
    assert "Words of search" in client.get(address).content.decode()
    given = {"version": "0", "synonyms": "cccd = căn cước", "stop_words": "của", "note": "Đầu tiên"}
    assert client.post(address, {**given, "synonyms": "cccd"}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 409
    page = client.get(address, {"ban": "1"}).content.decode()
    assert "cccd = căn cước" in page
    assert "Đầu tiên" in page
    stranger = Client()
    stranger.force_login(get_user_model().objects.get(pk=tree.officer_id))
    assert stranger.get(address).status_code == 403
