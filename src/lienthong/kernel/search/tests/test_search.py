"""Finding: by code, with and without diacritics, within what one may see, whatever is typed."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope

from .. import queries, rules, services
from ..contracts import Audience, EntryKey

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
ANYONE = Actor.anonymous()


def put(
    key: str,
    title: str,
    body: str = "",
    *,
    kind: str = "procedure",
    system: str = "procedures",
    age: int = 0,
    agency_path: str = "",
    permission: str = "",
    unit_id: int | None = None,
    owner_ids: Collection[int] = (),
    further_paths: Collection[str] = (),
    owner_url: str | None = None,
) -> None:
    services.index_entry(
        entry=EntryKey(system, kind, key),
        title=title,
        body=body,
        url=f"/thu-tuc/{key}/",
        audience=Audience.AGENCY if agency_path else Audience.PUBLIC,
        now=NOW - timedelta(days=age),
        agency_path=agency_path,
        permission=permission,
        unit_id=unit_id,
        owner_ids=owner_ids,
        further_paths=further_paths,
        owner_url=owner_url,
    )


def keys(text: str, viewer: Actor = ANYONE, kinds: Collection[str] | None = None, limit: int = 20) -> list[str]:
    return [hit.key for hit in queries.find(text=text, viewer=viewer, kinds=kinds, limit=limit)]


def officer(*grants: Grant, user_id: int = 7) -> Actor:
    return Actor(kind=ActorKind.OFFICER, name="Cán bộ thử", user_id=user_id, grants=grants)


def grant(path: str, scope: Scope, permission: str = "dossier.view", unit_id: int | None = None) -> Grant:
    return Grant(permission, scope, role="r", agency_id=1, agency_path=path, unit_id=unit_id)


@pytest.mark.django_db
def test_people_who_type_without_diacritics_find() -> None:
    put("1.004222", "Đăng ký thường trú", "Công an cấp xã")
    for text in (
        "đăng ký thường trú",
        "dang ky thuong tru",
        "DANG KY",
        "thuong dang",
        "thườ",
        "cong an",
        "đăng ki"[:6],
    ):
        assert keys(text) == ["1.004222"], text
    assert keys("tam tru") == []


@pytest.mark.django_db
def test_every_word_must_be_found_by_its_beginning() -> None:
    put("a", "Cấp giấy phép xây dựng")
    put("b", "Cấp giấy chứng nhận")
    assert keys("cap giay xay") == ["a"]
    assert set(keys("giay")) == {"a", "b"}
    assert keys("iay") == []


@pytest.mark.django_db
def test_the_code_typed_comes_first() -> None:
    put("H15-261008-0001", "Hồ sơ một", age=9)
    put("x", "Nhắc đến H15-261008-0001 trong tên")
    assert keys("h15-261008-0001") == ["H15-261008-0001", "x"]
    assert keys(" H15-261008-0001 ")[0] == "H15-261008-0001"
    assert keys("261008 0001")[0] in {"H15-261008-0001", "x"}


@pytest.mark.django_db
def test_diacritic_exact_hits_come_before_folded_ones() -> None:
    put("1", "Ma thuật")
    put("2", "Mã số thuế", age=3)
    put("3", "Má đào")
    assert keys("mã") == ["2", "3", "1"]


@pytest.mark.django_db
def test_among_equals_titles_that_begin_so_then_the_newest() -> None:
    put("old", "Khai sinh lưu động", age=5)
    put("new", "Khai sinh", age=1)
    put("inside", "Đăng ký khai sinh")
    assert keys("khai sinh") == ["new", "old", "inside"]


@pytest.mark.django_db
def test_kinds_limits_and_counts() -> None:
    for number in range(5):
        put(f"p{number}", "Giấy phép", kind="procedure")
        put(f"d{number}", "Giấy phép", kind="dossier", system="onestop")
    assert len(keys("giay phep", limit=3)) == 3
    assert keys("giay phep", limit=-1) == []
    assert {key[0] for key in keys("giay phep", kinds=["dossier"])} == {"d"}
    assert keys("giay phep", kinds=[]) == []
    assert queries.count_by_system(text="giay phep", viewer=ANYONE) == {"onestop": 5, "procedures": 5}
    assert queries.count_by_system(text="!", viewer=ANYONE) == {}


@pytest.mark.django_db
def test_an_entry_is_replaced_and_removed() -> None:
    put("a", "Tên cũ")
    put("a", "Tên mới")
    assert keys("cu") == []
    assert keys("moi") == ["a"]
    for _ in range(2):
        services.remove_entry(entry=EntryKey("procedures", "procedure", "a"))
    assert keys("moi") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (ANYONE, set()),
        (officer(), set()),
        (officer(grant("/1/", Scope.PROVINCE)), {"here", "below", "aside"}),
        (officer(grant("/1/12/", Scope.PROVINCE)), {"here", "below", "aside"}),
        (officer(grant("/1/12/", Scope.SUBTREE)), {"here", "below"}),
        (officer(grant("/1/12/", Scope.AGENCY)), {"here"}),
        (officer(grant("/1/12/", Scope.UNIT, unit_id=5)), {"here"}),
        (officer(grant("/1/12/", Scope.UNIT, unit_id=6)), set()),
        (officer(grant("/1/12/", Scope.OWN)), set()),
        (officer(grant("/1/1/", Scope.SUBTREE)), set()),
        (officer(grant("/1/12/", Scope.SUBTREE, permission="other")), set()),
        (officer(grant("", Scope.SUBTREE)), set()),
        (officer(grant("", Scope.PROVINCE)), set()),
        (officer(grant("/", Scope.SUBTREE)), set()),
        (officer(grant("/1/12/", Scope.SUBTREE), grant("/1/123/", Scope.AGENCY)), {"here", "below", "aside"}),
        (officer(user_id=42), {"here"}),
    ],
)
def test_permission_is_a_condition_of_the_query(viewer: Actor, expected: set[str]) -> None:
    put("here", "Hồ sơ", agency_path="/1/12/", permission="dossier.view", unit_id=5, owner_ids=[42])
    put("below", "Hồ sơ", agency_path="/1/12/345/", permission="dossier.view")
    put("aside", "Hồ sơ", agency_path="/1/123/", permission="dossier.view")
    put("abroad", "Hồ sơ", agency_path="/2/9/", permission="dossier.view")
    assert set(keys("ho so", viewer)) == expected
    assert sum(queries.count_by_system(text="ho so", viewer=viewer).values()) == len(expected)


@pytest.mark.django_db
def test_an_entry_without_a_permission_is_open_to_any_grant_that_reaches_it() -> None:
    put("a", "Công văn", agency_path="/1/12/")
    assert keys("cong van", officer(grant("/1/12/", Scope.AGENCY, permission="anything"))) == ["a"]


NASTY = [
    "",
    " ",
    "'",
    "''",
    "\\",
    "a'b",
    "a\\'b:*",
    "& | ! : * ( ) <->",
    "giấy & !phép | (x):*",
    "'; DROP TABLE search_searchentry; --",
    "%_%",
    "\x00",
    "giấy\x00phép",
    "\ud800",
    "x" * 10_000,
    "giấy " * 2_000,
    "\u200b\u202e",
    "½ ʼn İ ß ŉ",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", NASTY)
def test_nasty_input_is_only_text(text: str) -> None:
    put("a", "Giấy phép")
    assert set(keys(text)) <= {"a"}
    put("b", f"Tên {text}", text)
    assert "b" in keys("ten")


@pytest.mark.django_db
def test_a_null_byte_separates_words_and_long_questions_are_cut() -> None:
    put("a", "Giấy phép")
    assert keys("giấy\x00phép") == ["a"]
    assert keys("giấy " * 2_000) == ["a"]
    assert keys("%") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
@pytest.mark.django_db
def test_any_text_may_be_put_in_and_asked(text: str) -> None:
    put("any", f"mốc {text}", text)
    assert "any" in keys("moc")
    keys(text)
    asked = rules.question_words(text)
    assert len(asked) <= rules.MOST_WORDS_ASKED
    if asked:
        assert keys(" ".join(asked)) == ["any"]


@pytest.mark.django_db
def test_entries_that_could_never_be_found_are_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        put("\x00", "Tên")
    with pytest.raises(ValueError, match="key"):
        put("x" * 201, "Tên")
    with pytest.raises(ValueError, match="names it"):
        put("a", "Tên", agency_path="/")


def test_a_word_that_is_an_operator_never_reaches_the_question() -> None:
    with pytest.raises(ValueError, match="letters and digits"):
        rules.ask(rules.whole(["a' | 'b"]))


@pytest.mark.django_db
def test_a_question_costs_a_bounded_number_of_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    put("a", "Giấy phép")
    with django_assert_num_queries(6):
        keys("giay", officer(grant("/1/12/", Scope.SUBTREE)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "found"),
    [
        (grant("/1/2/", Scope.AGENCY), True),
        (grant("/1/3/", Scope.AGENCY), True),
        (grant("/1/3/", Scope.SUBTREE), True),
        (grant("/1/", Scope.SUBTREE), True),
        (grant("/1/", Scope.PROVINCE), True),
        (grant("/1/", Scope.AGENCY), False),
        (grant("/1/3/", Scope.AGENCY, "other.permission"), False),
        (grant("/1/3/", Scope.UNIT, unit_id=5), False),
        (grant("/1/4/", Scope.SUBTREE), False),
        (grant("/1/30/", Scope.AGENCY), False),
        (grant("/9/", Scope.PROVINCE), False),
        (grant("/1/3/", Scope.OWN), False),
        (grant("", Scope.SUBTREE), False),
    ],
)
def test_every_agency_that_takes_part_finds_an_entry_and_no_other(held: Grant, found: bool) -> None:
    put("a", "Giấy phép", agency_path="/1/2/", further_paths=["/1/3/"], permission="dossier.view")
    assert keys("giay phep", officer(held)) == (["a"] if found else [])


@pytest.mark.django_db
def test_owners_are_led_to_their_own_page_and_officers_to_theirs() -> None:
    put("a", "Giấy phép", agency_path="/1/2/", owner_ids=[7, 8], owner_url="/tra-cuu/?ma=a")
    citizen = Actor(kind=ActorKind.CITIZEN, name="Người dân", user_id=8)
    both = officer(grant("/1/2/", Scope.AGENCY), user_id=7)
    assert [hit.url for hit in queries.find(text="giay", viewer=citizen)] == ["/tra-cuu/?ma=a"]
    assert [hit.url for hit in queries.find(text="giay", viewer=both)] == ["/thu-tuc/a/"]
    assert keys("giay", Actor(kind=ActorKind.CITIZEN, name="Người khác", user_id=9)) == []


def test_places_name_an_agency_and_all_above_it() -> None:
    assert rules.places(["/1/12/"]) == ["/1/", "/1/12/", "=/1/12/"]
    assert rules.places([]) == []
