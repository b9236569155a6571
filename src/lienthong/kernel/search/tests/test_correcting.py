"""Typing mistakes are forgiven, and nothing that the viewer may not see is ever proposed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope

from .. import queries, services
from ..contracts import Asked, Audience, EntryKey, Found
from ..models import SearchDeletion, SearchEntry, SearchTerm, UnlearnedEntry

NOW = datetime(2026, 10, 8, 2, 12, tzinfo=UTC)
ANYONE = Actor.anonymous()
TITLES = ("Giấy khai sinh", "Quyết định bổ nhiệm", "Cấp giấy phép xây dựng", "Đăng ký thường trú")
pytestmark = pytest.mark.django_db


def put(key: str, title: str, agency_path: str = "") -> None:
    services.index_entry(
        entry=EntryKey("documents", "document", key), title=title, body="", url=f"/van-ban/{key}/", now=NOW,
        audience=Audience.AGENCY if agency_path else Audience.PUBLIC, agency_path=agency_path,
    )  # fmt: skip


@pytest.fixture
def titles() -> None:
    for number, title in enumerate(TITLES):
        put(str(number), title)
    services.learn_words()


def ask(text: str, viewer: Actor = ANYONE, **more: object) -> Found:
    return queries.search(asked=Asked(text, **more), viewer=viewer)  # type: ignore[arg-type]  # filters by name


@pytest.mark.usefixtures("titles")
@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("giay khai sonh", "giấy khai sinh"),
        ("giay kahi sinh", "giấy khai sinh"),
        ("quyeets ddinhj", "quyết định"),
        ("quye61t d9inh5", "quyết định"),
        ("giaykhaisinh", "giấy khai sinh"),
        ("cấp giấy phep xay dựmg", "cấp giấy phép xây dựng"),
        ("dang ki thuong tru", "đăng ký thường trú"),
        ("đăngký thường chú", "đăng ký thường trú"),
    ],
)
def test_a_mistyped_question_is_searched_for_as_it_was_meant(typed: str, searched: str) -> None:
    found = ask(typed)
    assert (found.corrected, found.total) == (searched, 1)
    assert ask(typed, exact=True).total == 0


@pytest.mark.usefixtures("titles")
@pytest.mark.parametrize("typed", ["khủng long", "khung logn bap chuc", "zzzz", "giay xyzt", "q", "giay khai sinh"])
def test_what_is_too_far_off_or_right_is_left_alone(typed: str) -> None:
    assert ask(typed).corrected == ""


def officer(path: str) -> Actor:
    grants = (Grant("documents.see", Scope.SUBTREE, "r", 1, path),)
    return Actor(ActorKind.OFFICER, "Thử", user_id=7, grants=grants)


def test_a_word_out_of_sight_is_never_proposed_and_one_in_sight_is() -> None:
    put("secret", "Kỷ luật Nguyễn Mẫn Cán", "/1/2/")
    put("open", "Kỷ luật Nguyễn Mẫn Tiệp", "/1/3/")
    services.learn_words()
    assert SearchTerm.objects.filter(term="can").exists()
    assert ask("nguyen man cqn", officer("/1/2/")).corrected == "nguyễn mẫn cán"
    for viewer in (ANYONE, officer("/1/3/"), officer("/1/4/")):
        found = ask("nguyen man cqn", viewer)
        assert (found.corrected, found.total) == ("", 0)
    # What stands in no entry and what stands in one out of sight are answered alike.
    near, far = (replace(ask(f"nguyen man {word}", officer("/1/4/")), marked=()) for word in ("cax", "xyz"))
    assert near == far
    # Of two neighbours the one in sight is taken, even when the other is nearer or more frequent.
    for number in range(3):
        put(f"s{number}", "Bàn giao", "/1/2/")
    put("o", "Bần cùng", "/1/3/")
    services.learn_words()
    assert ask("bnn", officer("/1/3/")).corrected in {"bần", "mẫn"}
    assert "bàn" not in ask("bnn", officer("/1/3/")).corrected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_edit_in_one_word_is_found(titles: None, data: st.DataObject) -> None:
    title = data.draw(st.sampled_from(["giay khai sinh", "quyet dinh bo nhiem", "dang ky thuong tru"]))
    words = title.split()
    at = data.draw(st.integers(0, len(words) - 1).filter(lambda place: len(words[place]) > 3))
    word = words[at]
    place, letter = data.draw(st.integers(0, len(word) - 1)), data.draw(st.sampled_from("bcdeghiklmnopqstvx"))
    words[at] = data.draw(
        st.sampled_from([word[:place] + word[place + 1 :], word[:place] + letter + word[place + 1 :]])
    )
    # A letter of the last word left out at its end is its beginning, and so found without a correction.
    assert ask(" ".join(words)).total >= 1


@pytest.mark.usefixtures("titles")
def test_the_vocabulary_is_learned_once_and_counted_anew() -> None:
    assert not UnlearnedEntry.objects.exists()
    assert services.learn_words() == 0
    assert SearchTerm.objects.get(term="giay").entries == 2
    put("0", "Giấy khai sinh")
    assert services.learn_words() == 1
    assert SearchTerm.objects.get(term="giay").entries == 3
    SearchEntry.objects.filter(key="3").delete()
    services.recount_words()
    assert SearchTerm.objects.get(term="giay").entries == 2
    assert not SearchTerm.objects.filter(term="thuong").exists()
    assert not SearchDeletion.objects.filter(term="thuong").exists()
    assert SearchDeletion.objects.filter(term="giay", deletion="gay").exists()


def test_without_a_vocabulary_everything_is_found_all_the_same() -> None:
    put("a", "Giấy khai sinh")
    assert [ask(text).total for text in ("giay", "gi", "giấy khai s", "g k s")] == [1, 1, 1, 1]
    assert ask("giay khai sonh").total == 0
