"""Filters, counts, pages, synonyms, frequent words, and rights asked both ways."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Grant, NotPermitted, Scope

from .. import queries, services
from ..contracts import MANAGE, Asked, Audience, EntryKey, WordListWrong
from ..extensions import name_kind
from ..models import SearchEntry
from ..policy import may_find
from ..queries import finding, newest
from ..queries.terms import Counted
from .test_rules import REACHES, VIEWERS

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
ANYONE = Actor.anonymous()
KEEPER = Actor(
    ActorKind.OFFICER, "Lê Quản Trị", user_id=7, grants=(Grant(MANAGE, Scope.PROVINCE, "administrator", 1, "/1/"),)
)
pytestmark = pytest.mark.django_db


def put(key: str, title: str = "Giấy phép", *, kind: str = "permit", system: str = "documents", **more: object) -> None:
    call: dict[str, object] = {
        "entry": EntryKey(system, kind, key), "title": title, "body": "", "url": f"/{key}/", "now": NOW,
        "audience": Audience.PUBLIC, **more,
    }  # fmt: skip
    services.index_entry(**call)  # type: ignore[arg-type]  # what is given by name


def keys(**asked: object) -> list[str]:
    found = queries.search(asked=Asked(**asked), viewer=ANYONE)  # type: ignore[arg-type]  # filters by name
    return [hit.key for hit in found.hits]


def test_filters_narrow_and_counts_say_what_each_leaves() -> None:
    name_kind("documents", "permit", "Giấy phép của thử nghiệm")
    put("a", agency_path="/1/2/")
    put("b", agency_path="/1/3/", now=NOW - timedelta(days=400))
    put("c", kind="notice")
    put("d", system="thu", kind="thing")
    found = queries.search(asked=Asked("giay"), viewer=ANYONE)
    assert [(each.value, each.found) for each in found.systems] == [("documents", 3), ("thu", 1)]
    assert {(each.value, each.label, each.found) for each in found.kinds} >= {
        ("permit", "Giấy phép của thử nghiệm", 2), ("thing", "thing", 1)
    }  # fmt: skip
    assert [(each.value, each.found) for each in found.years] == [("2026", 3), ("2025", 1)]
    assert keys(text="giay", system="thu") == ["d"]
    assert keys(text="giay", kind="notice") == ["c"]
    assert keys(text="giay", year=2025) == ["b"]
    assert keys(text="giay", agency_path="/1/3/") == ["b"]
    assert keys(text="giay", system="thu", year=2025) == []
    assert keys(text="giay", system="' | 'x", kind="\\", agency_path="'") == []


def test_pages_by_cursor_show_all_hits_once() -> None:
    for number in range(45):
        put(f"k{number}", now=NOW - timedelta(minutes=number))
    shown: list[str] = []
    cursor = ""
    for _page in range(5):
        found = queries.search(asked=Asked("giay", cursor=cursor), viewer=ANYONE, size=20)
        shown += [hit.key for hit in found.hits]
        if not (cursor := found.next_cursor):
            break
    assert shown == [f"k{number}" for number in range(45)]
    assert (found.total, found.is_more) == (45, False)


def test_a_code_that_is_no_key_is_found_and_may_stand_for_several() -> None:
    put("1", "Quyết định một", code="123/QĐ-UBND")
    put("2", "Quyết định hai", code="123/QĐ-UBND", now=NOW - timedelta(days=1))
    put("3", "Nhắc đến 123/QĐ-UBND")
    found = queries.search(asked=Asked("123/qđ-ubnd"), viewer=ANYONE)
    assert [(hit.key, hit.code) for hit in found.hits] == [("1", "123/QĐ-UBND"), ("2", "123/QĐ-UBND"), ("3", "3")]


def test_synonyms_and_stop_words_count_from_their_version_on() -> None:
    put("a", "Cấp căn cước công dân")
    put("b", "Đổi CCCD")
    assert keys(text="cccd") == ["b"]
    first = {"synonyms": "cccd = căn cước công dân", "stop_words": "giúp tôi", "note": "Đầu tiên"}
    assert services.save_word_list(**first, expected_version=0, actor=KEEPER, now=NOW) == 1
    assert keys(text="cccd") == ["b", "a"]
    assert keys(text="can cuoc cong dan") == ["a", "b"]
    assert keys(text="giúp tôi đổi cccd") == ["b"]
    assert keys(text="tôi") == []
    second = {"synonyms": "", "stop_words": "", "note": ""}
    assert services.save_word_list(**second, expected_version=1, actor=KEEPER, now=NOW) == 2
    assert keys(text="cccd") == ["b"]
    assert [each.version for each in queries.list_word_lists(viewer=KEEPER)] == [2, 1]
    assert queries.list_word_lists(viewer=ANYONE) == ()


def test_word_lists_are_refused_when_wrong_late_or_from_somebody_else() -> None:
    given = {"synonyms": "cccd", "stop_words": "", "note": "", "expected_version": 0, "now": NOW}
    with pytest.raises(WordListWrong) as refused:
        services.save_word_list(**given, actor=KEEPER)  # type: ignore[arg-type]  # by name
    assert [error.path for error in refused.value.errors] == ["synonyms"]
    with pytest.raises(NotPermitted):
        services.save_word_list(**given, actor=ANYONE)  # type: ignore[arg-type]  # by name
    with pytest.raises(Conflict):
        services.save_word_list(**{**given, "synonyms": "", "expected_version": 3}, actor=KEEPER)  # type: ignore[arg-type]  # by name


def test_of_what_very_many_have_the_newest_are_listed_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (newest, finding):
        monkeypatch.setattr(module, "MOST_FOUND", 30)
    monkeypatch.setattr(newest, "_FEW", 10)
    monkeypatch.setattr(newest, "_WANTED", 40)
    monkeypatch.setattr(finding, "ENOUGH_AS_TYPED", 5)
    monkeypatch.setattr(newest.newest, "__kwdefaults__", {"most": 30})
    put("exact", "Má lúm đồng tiền", now=NOW - timedelta(days=300))
    for number in range(120):
        put(f"k{number}", "Mã số thuế", now=NOW - timedelta(days=number))
    services.recount_words()
    found = queries.search(asked=Asked("ma"), viewer=ANYONE, size=100)
    assert (found.total, found.is_more) == (30, True)
    assert [hit.key for hit in found.hits] == [f"k{number}" for number in range(30)]
    # What has the diacritics typed comes first, however old it is.
    assert queries.search(asked=Asked("má"), viewer=ANYONE).hits[0].key == "exact"


def test_a_window_reaches_back_over_days_then_months_then_everything() -> None:
    days, months = (("@d3", 10), ("@d2", 10)), (("@m2", 100), ("@m1", 100), ("@m0", 800))
    counted = Counted(days=days, months=months)
    assert [counted.back_to(wanted) for wanted in (5, 11, 101, 500)] == [("@d3",), ("@d3", "@d2"), ("@m2", "@m1"), ()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entry=REACHES, viewer=VIEWERS)
def test_rights_are_the_same_in_sql_and_for_one_object(entry: object, viewer: Actor) -> None:
    reach = entry
    put(
        "one", "Hồ sơ", audience=reach.audience, permission=reach.permission, agency_path=reach.agency_path,  # type: ignore[attr-defined]  # a Reach
        further_paths=reach.further_paths, unit_id=reach.unit_id, owner_ids=reach.owner_ids,  # type: ignore[attr-defined]  # a Reach
    )  # fmt: skip
    row = SearchEntry.objects.get()
    found = queries.search(asked=Asked("ho so"), viewer=viewer)
    assert bool(found.hits) == may_find(viewer, row)
    assert bool(queries.find(text="one", viewer=viewer)) == may_find(viewer, row)
