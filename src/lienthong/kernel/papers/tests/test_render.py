"""What is printed: as it stands, whole, and archivable."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lienthong.kernel.papers import extensions, rules, services, testing
from lienthong.kernel.papers.contracts import Attached, PaperNotRendered, UnknownTemplate

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(extensions, "_templates", {})
    return testing.register_test_template(tmp_path)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def printed(**changes: object) -> bytes:
    return services.render(template="test-paper", context={**testing.CONTEXT, **changes}, now=NOW)


def test_the_text_keeps_its_diacritics() -> None:
    text = text_of(printed(name="Đặng Thuỳ Trâm Nguyễn Ngưỡng"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Họ và tên: Đặng Thuỳ Trâm Nguyễn Ngưỡng" in text


def test_decomposed_letters_are_composed() -> None:
    assert "Hường" in text_of(printed(name="Hu\u031bo\u031b\u0300ng"))


@pytest.mark.parametrize(
    "hostile", ['#read("/etc/passwd")', "$x^2$ *b* _i_ `c` @ref <label>", r"\ // /* #import", '"}']
)
def test_text_is_never_read_as_source(hostile: str) -> None:
    assert hostile in text_of(printed(name=hostile))


def test_ten_thousand_letters_without_a_space_are_all_printed() -> None:
    text = "".join(text_of(printed(name="Ạ" * 10_000)).split())
    assert text.replace("\u200b", "").count("Ạ") >= 10_000


def test_fifty_rows_are_all_printed() -> None:
    text = text_of(printed(rows=[f"dòng số {number}." for number in range(50)]))
    assert all(f"dòng số {number}." in text for number in range(50))


def test_letters_the_font_lacks_and_control_characters_do_not_stop_the_paper() -> None:
    assert "Lý \ufffd" in text_of(printed(name="Lý 漢\x00\x07\u202e"))


def test_the_file_declares_pdf_a_2b() -> None:
    pdf = printed()
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf


def test_the_file_can_be_accessible_too() -> None:
    pdf = services.render(template="test-paper", context=testing.CONTEXT, standard="a-2b+ua-1")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_data_go_along_as_a_file_in_pdf_a_3(tmp_path: Path) -> None:
    long = "K" * 90
    attached = Attached("du-lieu.json", "Dữ liệu", {"name": "Nguyễn Thị Hường", "long": long})
    pdf, place = services.render_for_signing(template="test-paper", context=testing.CONTEXT, now=NOW, attached=attached)
    assert place is not None
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    path, said = tmp_path / "a.pdf", tmp_path / "du-lieu.json"
    path.write_bytes(pdf)
    subprocess.run(["pdfdetach", "-save", "1", "-o", said, path], check=True)
    assert json.loads(said.read_bytes()) == {"name": "Nguyễn Thị Hường", "long": long}
    plain, _place = services.render_for_signing(template="test-paper", context=testing.CONTEXT, now=NOW)
    assert b"<pdfaid:part>2</pdfaid:part>" in plain


def test_the_same_data_give_the_same_bytes() -> None:
    assert printed() == printed()


def test_missing_data_refuse_with_the_place_in_the_template() -> None:
    bare = extensions.find_template("test-paper").path
    extensions.paper_template("bare", bare, "Không khai dữ liệu")
    with pytest.raises(PaperNotRendered) as refusal:
        services.render(template="bare", context={"agency": {"name": "A"}})
    assert "name" in str(refusal.value.params["diagnostic"])


def test_a_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "spy.typ"
    path.write_text('#read("/../../../../etc/passwd")')
    extensions.paper_template("spy", path, "spy")
    with pytest.raises(PaperNotRendered):
        services.render(template="spy", context={})


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(UnknownTemplate):
        services.render(template="no-such", context={})


def test_the_place_to_sign_lies_on_the_page() -> None:
    place = services.locate_signature(template="test-paper", context=testing.CONTEXT)
    assert place is not None
    left, bottom, right, top = place.box
    assert place.page == 1
    assert 0 < left < right < 420
    assert 0 < bottom < top < 595


@pytest.mark.parametrize(("typed", "meant"), [("7kd4x-22qab", "7KD4X22QAB"), ("OIL 0", "0110"), ("abc", "ABC")])
def test_codes_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert rules.normal_code(typed) == meant


def test_codes_use_only_letters_that_cannot_be_mistaken() -> None:
    code = rules.new_code()
    assert len(code) == rules.CODE_LENGTH
    assert rules.normal_code(code) == code


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rules.as_values({"at": NOW.replace(tzinfo=None)})


def test_moments_are_printed_in_the_time_of_vietnam() -> None:
    assert rules.as_values({"at": NOW}) == {"at": "2026-11-23T08:15+07:00"}


def test_a_value_without_meaning_on_paper_is_refused() -> None:
    with pytest.raises(TypeError):
        rules.as_values({"a": object()})
