"""Both generations against the same Portal: what they send, and what they do when it fails (17.1 to 17.3)."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, BinaryIO

import pytest
from tests.support.national_portal import NationalPortal

from lienthong.systems.national_portal.contracts import Generation, Line, PortalAway, PortalRefused, RouteInfo
from lienthong.systems.national_portal.extensions import Port, find_port
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import DossierPicture, Payment, PicturedFile
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, draft_of

BOTH = pytest.mark.parametrize("generation", list(Generation))
NUMBER = "H32.22366-261006-0001"


class NoFiles:
    """Lets the Portal have nothing; a dossier without files asks for nothing."""

    def link(self, file: PicturedFile) -> str:
        raise AssertionError(file)

    def once(self, file: PicturedFile, upload: Callable[[BinaryIO], tuple[str, str]]) -> tuple[str, str]:
        raise AssertionError((file, upload))


@pytest.fixture
def picture(province: SmallProvince) -> DossierPicture:
    return queries.picture(number=accept(province, "2.000635").number)


def put(generation: Generation, picture: DossierPicture) -> str:
    route = RouteInfo(picture.procedure, generation, field_code="G15-CT", service_code="DVC-1")
    return port_of(generation).put(picture=picture, route=route, files=NoFiles()).portal_id


def port_of(generation: Generation) -> Port:
    return find_port(generation)


def line_of(picture: DossierPicture, state: int = 4) -> Line:
    return Line(picture.number, "Lê Thị Như", "", TUESDAY, "UBND", "Xem xét", state, TUESDAY, picture.due_at)


@BOTH
def test_r67_the_whole_is_sent_as_new_or_changed_by_what_the_portal_says(
    generation: Generation, portal: NationalPortal, picture: DossierPicture
) -> None:
    put(generation, picture)
    put(generation, replace(picture, portal_state=9))
    assert portal.created == [picture.number]
    portal.dossiers.clear()
    # The Portal lost it: nothing here remembers that it was sent before.
    put(generation, picture)
    assert list(portal.dossiers) == [picture.number]
    if generation is Generation.FIRST:
        said = [body["isUpdating"] for body in portal.called("DongBoHoSoMC")]
        assert said == ["False", "True", "False"]


def test_r62_the_first_generation_is_told_every_field_that_is_counted(
    portal: NationalPortal, picture: DossierPicture
) -> None:
    put(Generation.FIRST, picture)
    told = portal.dossiers[picture.number]
    assert told["KenhThucHien"] == "1"
    assert (told["NgayNopHoSo"], told["NgayTiepNhan"]) == ("20261006090000", "20261006090000")
    assert told["NgayHenTra"] == "20261006173000"
    assert (told["TrangThaiHoSo"], told["MaLinhVuc"], told["LoaiDinhDanh"]) == ("2", "G15-CT", "1")
    assert (told["SoDinhDanh"], told["SoDienThoai"]) == ("056085000456", "0900000456")
    assert (told["DuocThanhToanTrucTuyen"], told["TaiKhoanDuocXacThucVoiVNeID"]) == ("0", "0")
    assert told["HoSoCoThanhPhanSoHoa"] == "0"
    assert told["DanhSachLePhi"][0]["LoaiPhiLePhi"] == "1"
    assert all(isinstance(value, str | list) for value in told.values())


def test_r62_the_second_generation_is_told_dossier_and_state(portal: NationalPortal, picture: DossierPicture) -> None:
    assert put(Generation.SECOND, picture) == f"id-{picture.number}"
    told = portal.dossiers[picture.number]
    assert (told["MaDonViTiepNhan"], told["MaDichVuCong"], told["LoaiDoiTuong"]) == ("H32.22366", "DVC-1", "0")
    assert told["ThongTinNguoiNop"]["ThongTinChiTiet"]["TenNguoiNop"] == "Trần Văn Bình"
    assert portal.states[picture.number]["TrangThai"] == "2"
    put(Generation.SECOND, replace(picture, portal_state=6))
    assert portal.states[picture.number]["DanhSachLePhi"]


def test_r62_where_it_was_paid_is_kept_with_the_payment_and_told(
    portal: NationalPortal, province: SmallProvince
) -> None:
    desk = province.at("commune.reception")
    draft = replace(draft_of("2.000635", province.party), fee_paid=False)
    number = services.accept_dossier(draft=draft, actor=desk, now=TUESDAY).number
    paid: dict[str, Any] = {"payment": Payment.PAID, "demand": "PAY-1", "actor": desk, "now": TUESDAY}
    services.follow_payment(number=number, online="1", **paid)
    put(Generation.FIRST, queries.picture(number=number))
    assert portal.dossiers[number]["DuocThanhToanTrucTuyen"] == "1"
    assert queries.picture(number=number).fee_waits is False


@BOTH
def test_a_session_that_ended_is_opened_once_more(
    generation: Generation, portal: NationalPortal, picture: DossierPicture
) -> None:
    put(generation, picture)
    portal.end_sessions()
    port_of(generation).tell(line=line_of(picture), portal_id=f"id-{picture.number}")
    assert max(portal.sessions, portal.tokens) == 2
    assert [line["NoiDungXuLy"] for line in portal.lines] == ["Xem xét"]


@BOTH
def test_a_portal_that_never_knows_us_is_asked_twice_and_no_more(
    generation: Generation, portal: NationalPortal, picture: DossierPicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (200, {"error_code": "-2"}) if generation is Generation.FIRST else (401, {"code": "x"})
    logged_in = (200, {"error_code": "0", "session": "s", "access_token": "t"})
    monkeypatch.setattr(
        portal, "answer", lambda call: logged_in if call.path.endswith(("/login", "/token")) else answer
    )
    with pytest.raises(PortalRefused):
        put(generation, picture)
    assert len(portal.calls) == 4


@BOTH
def test_a_portal_that_is_away_is_told_from_one_that_refuses(
    generation: Generation, portal: NationalPortal, picture: DossierPicture
) -> None:
    put(generation, picture)
    for status in (408, 429, 502, 503, 504):
        portal.troubles.statuses = [status]
        with pytest.raises(PortalAway):
            put(generation, picture)
    for refusal in (500, 400, 403):
        portal.troubles.statuses = [refusal]
        with pytest.raises(PortalRefused):
            put(generation, picture)


@BOTH
def test_a_broken_line_a_slow_answer_and_none_at_all_count_as_away(
    generation: Generation, portal: NationalPortal, picture: DossierPicture, settings: object
) -> None:
    put(generation, picture)
    portal.dies_before_answer = 1
    with pytest.raises(PortalAway):
        put(generation, picture)
    settings.NATIONAL_PORTAL_SECONDS = 0.2  # type: ignore[attr-defined]  # the fixture of pytest-django
    portal.troubles.waits = [0.5]
    with pytest.raises(PortalAway):
        put(generation, picture)
    portal.down()
    with pytest.raises(PortalAway):
        put(generation, picture)


@BOTH
def test_an_answer_lost_after_it_was_taken_makes_no_second_dossier(
    generation: Generation, portal: NationalPortal, picture: DossierPicture
) -> None:
    for lost in range(4):
        portal.calls.clear()
        portal.troubles.statuses = []
        with suppress(PortalAway):
            portal.troubles.statuses = [200] * lost
            portal.dies_before_answer = 1 if lost else 0
            put(generation, picture)
    portal.dies_before_answer = 0
    put(generation, picture)
    assert portal.created == [picture.number]


@BOTH
def test_r69_the_portal_lists_what_it_received_on_a_day(
    generation: Generation, portal: NationalPortal, picture: DossierPicture
) -> None:
    put(generation, picture)
    assert port_of(generation).received(day=date(2026, 10, 6)) == (("2.000635", picture.number),)
    assert port_of(generation).received(day=date(2026, 10, 6) + timedelta(days=1)) == ()


@BOTH
def test_an_answer_that_is_none_is_a_refusal(
    generation: Generation, portal: NationalPortal, picture: DossierPicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (b"", b"[]", b"[" * 2000, b"<html>"):
        monkeypatch.setattr(portal, "answer", lambda _call, words=words: (200, words))
        with pytest.raises(PortalRefused):
            put(generation, picture)
