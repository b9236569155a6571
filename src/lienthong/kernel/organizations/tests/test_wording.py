"""The wording of resolutions is read as it stands, and what it leaves open is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.organizations.rules.reform import (
    How,
    NewUnit,
    OldUnit,
    Reform,
    province_links,
    read_reform,
)
from lienthong.kernel.organizations.rules.wording import Share, name_key, read_mentions, whole_district
from lienthong.kernel.organizations.services.reorganization.reform_units import load_units, read_units

WHOLE, PART, REST = Share.WHOLE, Share.PART, Share.REST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Nậm Búng, Xã Gia Hội", [("xã", "Nậm Búng", WHOLE, ""), ("xã", "Gia Hội", WHOLE, "")]),
        ("Thị trấn Lim", [("thị trấn", "Lim", WHOLE, "")]),
        ("Xã An Thạnh (huyện Mỏ Cày Nam)", [("xã", "An Thạnh", WHOLE, "Mỏ Cày Nam")]),
        ("Xã Đăk Long (thuộc huyện Đăk Hà)", [("xã", "Đăk Long", WHOLE, "Đăk Hà")]),
        ("Xã A (phần còn lại sau khi sáp nhập vào xã B)", [("xã", "A", REST, "")]),
        (
            "Phường Ngọc Lâm, một phần diện tích TN của các phường Đức Giang, Phường Gia Thụy",
            [("phường", "Ngọc Lâm", WHOLE, ""), ("phường", "Đức Giang", PART, ""), ("phường", "Gia Thụy", PART, "")],
        ),
        (
            "Xã Tiền Yên và Xã An Khánh và phần còn lại của Phường Quang Trung",
            [("xã", "Tiền Yên", WHOLE, ""), ("xã", "An Khánh", WHOLE, ""), ("phường", "Quang Trung", REST, "")],
        ),
        ("giữ nguyên", []),
    ],
)
def test_units_are_named_with_their_share_and_district(text: str, expected: list[tuple[str, str, Share, str]]) -> None:
    assert [(each.kind, each.name, each.share, each.district) for each in read_mentions(text)] == expected


@given(st.text(max_size=300))
def test_any_text_may_be_read(text: str) -> None:
    for mention in read_mentions(text):
        assert mention.name
    whole_district(text)


def test_where_the_tone_stands_does_not_matter() -> None:
    assert name_key("Hoà Bình") == name_key("Hòa  bình")
    assert name_key("Hoà") != name_key("Hoa")
    assert name_key("Phường 01") == name_key("phường 1")


def read(*new: tuple[str, str]) -> Reform:
    old = [
        OldUnit("1", "Xã Hòa Bình", "d1", "Huyện Một", "p"),
        OldUnit("2", "Xã Hòa Bình", "d2", "Huyện Hai", "p"),
        OldUnit("3", "Xã Tân Lập", "d1", "Huyện Một", "p"),
        OldUnit("4", "Thị trấn Đắk Hà", "d2", "Huyện Hai", "p"),
    ]
    return read_reform(old, [NewUnit(code, f"Xã {code}", "q", text) for code, text in new], {"p": "q"})


def links(reform: Reform) -> list[tuple[str, str, How]]:
    return [(each.old_code, each.new_code, each.how) for each in reform.links]


def test_the_district_in_brackets_decides_between_names_that_are_alike() -> None:
    assert links(read(("a", "Xã Hoà Bình (huyện Hai)"))) == [("2", "a", How.EXACT)]


def test_what_stands_around_decides_and_is_listed_to_be_confirmed() -> None:
    reform = read(("a", "Xã Tân Lập, Xã Hòa Bình"))
    assert links(reform) == [("3", "a", How.EXACT), ("1", "a", How.NEIGHBOURS)]
    assert {each.reason for each in reform.undecided} == {"decided_by_neighbours", "not_mentioned"}


def test_what_is_left_decides_last() -> None:
    assert links(read(("a", "Xã Hòa Bình (huyện Hai)"), ("b", "Xã Hòa Bình"))) == [
        ("2", "a", How.EXACT),
        ("1", "b", How.ELIMINATION),
    ]


def test_what_cannot_be_decided_is_left_open_with_its_candidates() -> None:
    reform = read(("a", "Xã Hòa Bình"), ("b", "Xã Không Có"), ("c", ""))
    assert reform.links == ()
    reasons = {(each.reason, each.new_code, each.old_codes) for each in reform.undecided}
    assert {("several_candidates", "a", ("1", "2")), ("unknown_name", "b", ()), ("no_wording", "c", ())} <= reasons


def test_another_spelling_is_matched_and_listed() -> None:
    reform = read(("a", "Thị trấn Đăk Hà"))
    assert links(reform) == [("4", "a", How.SPELLING)]
    assert "decided_by_spelling" in {each.reason for each in reform.undecided}


def test_provinces_are_found_in_the_words_of_the_resolution() -> None:
    old = {"79": "Thành phố Hồ Chí Minh", "74": "Tỉnh Bình Dương", "01": "Thành phố Hà Nội"}
    new = {"79": ("Thành phố Hồ Chí Minh", "TPHCM và tỉnh Bình Dương"), "01": ("Thành phố Hà Nội", "giữ nguyên")}
    assert province_links(old, new) == {"79": "79", "74": "79", "01": "01"}


def test_the_whole_country_is_read_and_little_is_left_open() -> None:
    units = load_units()
    reform = read_units(units)
    assert len(units.old_communes) == 10_035
    assert len(units.new_communes) == 3_321
    assert len(set(reform.provinces.values())) == 34
    assert len(reform.provinces) == 63
    open_ones = [each for each in reform.undecided if not each.reason.startswith("decided_")]
    named = {each.old_code for each in reform.links}
    assert len([each for each in units.old_communes if each.code not in named]) <= 23
    assert len([each for each in open_ones if each.reason != "whole_twice"]) <= 50
    assert {each.new_code for each in reform.links} | {"07147", "24235"} >= {each.code for each in units.new_communes}
