"""Folding, input methods, spelling, marks, order: what holds for every text."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
from lienthong.kernel.ui.contracts import fold

from .. import rules
from ..contracts import Audience
from ..rules import Candidate, Choice, Reach
from ..rules.word_lists import ListWrong, read_stop_words, read_synonyms

TONES = {"": "", "f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
VNI_TONES = {"": "", "2": "\u0300", "1": "\u0301", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
VOWELS = "aăâeêioôơuưy"
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
# Syllables without their tone, of every shape that occurs in titles.
_SYLLABLES = (
    "quyêt đinh giây khai sinh đăng ky thương tru câp phep xây dưng nha ơ hoa thuy khoe toan quyên sư dung đât nươc"
    " nguyên trân lê pham hoang vo đăng bui đô hô ngô dương ly ban hanh kê hoach thông bao công văn uy nhân dân giam"
    " gia huyên thư tuc nghi nghiêng khuya rươu miêu lươi khoang xoăn quang qua loan hiên thân thiên yêu khuyêt"
)
BARE = tuple(dict.fromkeys(_SYLLABLES.split()))


def spoken_with(bare: str, mark: str) -> str:
    """Write a tone where it is now put."""
    if not mark:
        return bare
    begin = 2 if bare.startswith("qu") or (bare.startswith("gi") and any(each in VOWELS for each in bare[2:])) else 0
    at = [place for place, letter in enumerate(bare) if letter in VOWELS and place >= begin]
    bent = [place for place in at if bare[place] in "ăâêôơư"]
    if bent:
        place = bent[-1]
    elif len(at) > 1 and (at[-1] < len(bare) - 1 or "".join(bare[each] for each in at) in {"oa", "oe", "uy"}):
        place = at[-1]
    else:
        place = at[max(0, len(at) - 2)]
    return unicodedata.normalize("NFC", bare[: place + 1] + mark + bare[place + 1 :])


@given(text=st.text(alphabet=LETTERS + LETTERS.upper() + " ,.-/0123456789"))
def test_folding_is_idempotent_and_blind_to_composition_case_and_tone_place(text: str) -> None:
    folded = rules.folded_words(text)
    assert rules.folded_words(" ".join(folded)) == folded
    for form in ("NFC", "NFD"):
        assert rules.folded_words(unicodedata.normalize(form, text)) == folded
        assert rules.words(unicodedata.normalize(form, text)) == rules.words(text)
    assert rules.folded_words(text.upper()) == folded
    assert all(word.isascii() for word in folded)
    assert [fold(word) for word in rules.words(text) if fold(word) not in folded] == []


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_its_plain_one(letter: str) -> None:
    plain = {"đ": "d"}.get(letter) or unicodedata.normalize("NFD", letter)[0]
    for written in (letter, letter.upper(), unicodedata.normalize("NFD", letter)):
        assert rules.folded_words(written) == [plain]


@pytest.mark.parametrize(
    ("old", "new"), [("hòa", "hoà"), ("Hòe", "hoè"), ("thúy", "thuý"), ("ủy ban", "uỷ ban"), ("KHỎE", "khoẻ")]
)
def test_both_places_of_a_tone_are_one_word(old: str, new: str) -> None:
    assert rules.words(old) == rules.words(new)
    assert rules.place_tones(rules.place_tones(old.lower())) == new


@pytest.mark.parametrize("word", ["của", "mía", "hoàn", "quý", "toán", "nghĩa", "khuỷu", "ngoéo", "đoạn"])
def test_other_words_keep_their_tone_in_place(word: str) -> None:
    assert rules.words(word) == [word]


@given(bare=st.sampled_from(BARE), key=st.sampled_from(sorted(TONES)))
def test_telex_without_its_input_method_is_read(bare: str, key: str) -> None:
    typed = "".join(TELEX.get(letter, letter) for letter in bare) + key
    assume(typed != bare)
    assert rules.spoken(typed) == spoken_with(bare, TONES[key])


@given(bare=st.sampled_from(BARE), key=st.sampled_from(sorted(VNI_TONES)))
def test_vni_without_its_input_method_is_read(bare: str, key: str) -> None:
    typed = "".join(VNI.get(letter, letter) for letter in bare) + key
    assume(typed != bare)
    assert rules.spoken(typed) == spoken_with(bare, VNI_TONES[key])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thuwf", "thừ"), ("quyeets", "quyết"), ("ddinhj", "định"), ("dinhdj", "định"), ("nguoiwf", "người"),
        ("nguoi72", "người"), ("duowngf", "đường"[1:].join(["d", ""])), ("hoaf", "hoà"), ("thuys", "thuý"),
        ("sinh", None), ("abc", None), ("fax", None), ("", None), ("2026", None), ("ubnd", None), ("xyz", None),
    ],
)  # fmt: skip
def test_words_that_need_no_reading_are_left_alone(typed: str, meant: str | None) -> None:
    assert rules.spoken(typed) == meant


@given(st.text(max_size=20))
def test_any_word_may_be_asked_for_its_reading(word: str) -> None:
    assert rules.spoken(word) is None or rules.spoken(word) != word


WORDS = st.text("abcdeghiklmnopqrstuvxy", min_size=2, max_size=12)


@st.composite
def one_edit_away(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a word and the same with a letter left out, put in, replaced, or two letters swapped."""
    word = draw(WORDS)
    at, letter = draw(st.integers(0, len(word) - 1)), draw(st.sampled_from("abcdeghik"))
    wrong = draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
    )
    assume(wrong != word and len(wrong) >= 2)
    return word, wrong


@given(pair=one_edit_away())
def test_a_word_and_its_neighbours_share_a_deletion(pair: tuple[str, str]) -> None:
    word, wrong = pair
    assert rules.deletions(word) & rules.deletions(wrong)
    assert [guess.words for guess in rules.guesses(wrong, [(word, 1)], most=1)] == [(word,)]


@given(parts=st.lists(st.sampled_from(["giay", "khai", "sinh", "xa", "hoi", "o", "nha"]), min_size=2, max_size=5))
def test_words_written_without_spaces_are_cut_again(parts: list[str]) -> None:
    joined = "".join(parts)
    assume(len(joined) >= 4)
    known = {"giay": 9, "khai": 8, "sinh": 7, "xa": 6, "hoi": 5, "o": 4, "nha": 3}
    assert set(known) & set(parts) <= rules.pieces(joined)
    ways = [guess.words for guess in rules.splits(joined, known)]
    assert all("".join(way) == joined for way in ways)
    assert ways
    assert min(map(len, ways)) <= len(parts)


@given(st.text(max_size=60))
def test_any_word_may_be_cut_and_guessed(word: str) -> None:
    known = {word[:3]: 1, word[3:6]: 1, "a": 1}
    assert all("".join(guess.words) == word for guess in rules.splits(word, known))
    rules.guesses(word, [(word[::-1], 1)], most=3)


PATHS = st.sampled_from(["/1/", "/1/12/", "/1/12/3/", "/1/2/", "/2/", "/1/123/", "", "/"])
PERMISSIONS = st.sampled_from(["", "dossier.see", "document.see", "a@/1/"])
REACHES = st.builds(
    Reach,
    audience=st.sampled_from(Audience),
    permission=PERMISSIONS,
    agency_path=PATHS.filter(lambda path: path.strip("/")),
    further_paths=st.lists(PATHS, max_size=2).map(tuple),
    unit_id=st.none() | st.integers(1, 3),
    owner_ids=st.lists(st.integers(1, 4), max_size=2).map(tuple),
)
GRANTS = st.builds(
    Grant,
    permission=PERMISSIONS.filter(bool),
    scope=st.sampled_from(Scope),
    role=st.just("r"),
    agency_id=st.just(1),
    agency_path=PATHS,
    unit_id=st.none() | st.integers(1, 3),
)
VIEWERS = st.builds(
    lambda user, grants: Actor(ActorKind.OFFICER, "Thử", user_id=user, grants=tuple(grants)),
    st.none() | st.integers(1, 4),
    st.lists(GRANTS, max_size=4),
)


def reaches(viewer: Actor, entry: Reach) -> bool:
    """Say in plain words who may find an entry: the rule that marks must agree with."""
    if entry.audience is Audience.PUBLIC or (viewer.user_id in entry.owner_ids and viewer.user_id is not None):
        return True
    places = [path for path in (entry.agency_path, *entry.further_paths) if path.strip("/")]
    for grant in viewer.grants:
        path = grant.agency_path
        if not path.strip("/") or entry.permission not in {"", grant.permission}:
            continue
        root = f"/{path.strip('/').split('/')[0]}/"
        if grant.scope is Scope.PROVINCE and any(each.startswith(root) for each in places):
            return True
        if grant.scope is Scope.SUBTREE and any(each.startswith(path) for each in places):
            return True
        if grant.scope is Scope.AGENCY and path in places:
            return True
        same_unit = grant.unit_id is not None and grant.unit_id == entry.unit_id
        if grant.scope is Scope.UNIT and same_unit and path == entry.agency_path:
            return True
    return False


@given(viewer=VIEWERS, entry=REACHES)
def test_marks_say_what_the_rule_says(viewer: Actor, entry: Reach) -> None:
    carried = rules.marks_of(entry)
    assert rules.alike(rules.marks_held(viewer), carried) == reaches(viewer, entry)
    assert rules.alike(rules.marks_held(viewer, {entry.permission}), carried) == reaches(viewer, entry)
    assert not any(rules.is_word(mark) for mark in carried | rules.marks_held(viewer))


@given(st.text(min_size=1, max_size=40).filter(lambda text: "\0" not in text))
def test_a_lexeme_is_quoted_whatever_it_holds(text: str) -> None:
    quoted = rules.lexeme(text)
    assert quoted[1:-1].replace("''", "'").replace("\\\\", "\\") == text


def test_a_question_asks_for_every_place_by_one_of_its_choices() -> None:
    places = [(Choice(("giay",)),), (Choice(("khai", "sinh")), Choice(("sinh",), ()), Choice(("k",), ("kh", "ki")))]
    asked = rules.ask(places, {"@p", "@o7"}, {"@y2026"})
    assert asked == "('giay') & (('khai' & 'sinh') | 'sinh':* | ('k' | 'kh' | 'ki')) & ('@o7' | '@p') & ('@y2026')"


CANDIDATES = st.builds(
    Candidate,
    id=st.integers(1, 60),
    system=st.just("s"),
    kind=st.just("k"),
    agency_path=st.just(""),
    changed=st.integers(0, 5),
    year=st.just(2026),
    is_code=st.booleans(),
    as_typed=st.booleans(),
    as_asked=st.booleans(),
    begins=st.booleans(),
)


@given(found=st.lists(CANDIDATES, max_size=40, unique_by=lambda each: each.id), size=st.integers(1, 7))
def test_pages_by_cursor_show_every_hit_once_in_order(found: list[Candidate], size: int) -> None:
    ordered = rules.in_order(found)
    shown: list[Candidate] = []
    cursor = ""
    while True:
        page, cursor = rules.page_after(ordered, cursor, size)
        shown += page
        if not cursor:
            break
    assert shown == ordered == sorted(found, key=rules.sort_key)


@given(st.text(max_size=200))
def test_any_cursor_is_read_or_means_the_beginning(text: str) -> None:
    key = rules.read_cursor(text)
    assert key is None or len(key) == 4


def test_word_lists_are_read_line_by_line() -> None:
    text = "CCCD = căn cước công dân = thẻ căn cước\n\n  ubnd = uỷ ban nhân dân "
    assert read_synonyms(text) == (
        (("cccd",), ("can", "cuoc", "cong", "dan"), ("the", "can", "cuoc")),
        (("ubnd",), ("uy", "ban", "nhan", "dan")),
    )
    assert read_stop_words("của, về\nviệc") == {"cua", "ve", "viec"}
    for wrong, line in (("a = b\ncccd", 2), ("a = A", 1), (" = ", 1)):
        with pytest.raises(ListWrong) as refused:
            read_synonyms(wrong)
        assert refused.value.line == line


def test_a_phrase_is_said_in_the_other_ways() -> None:
    wording = rules.Wording(read_synonyms("cccd = căn cước công dân"), frozenset({"lam"}))
    assert wording.variants(["cap", "cccd", "moi"]) == [["cap", "can", "cuoc", "cong", "dan", "moi"]]
    assert wording.variants(["can", "cuoc", "cong", "dan"]) == [["cccd"]]
    assert wording.without_stops(["lam", "cccd"]) == ["cccd"]
    assert wording.without_stops(["lam"]) == ["lam"]
