"""With one byte changed a signed paper no longer verifies, wherever the byte is: our program and poppler are asked.

What the format leaves free of any signature is one gap of the file, the room kept for the last signature itself: there
only the parts that the signature proves are asked of; `papers` compares the whole file by its hash.
"""

import io
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pytest_django import Settings

from lienthong.kernel.papers import extensions as paper_extensions
from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers import testing
from lienthong.kernel.signatures import services

from .poppler import accepts

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
GAP = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]")
TRIES = 5
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return a paper signed by a leader, then sealed by the agency, as results are."""
    settings.KEYS_DIR = tmp_path / "keys"
    monkeypatch.setattr(paper_extensions, "_templates", {})
    testing.register_test_template(tmp_path)
    pdf = papers.render(template="test-paper", context=testing.CONTEXT, now=NOW)
    for name, key in (("Lê Thị Quỳnh Như", "leader"), ("UBND phường Đông Hải", "agency")):
        pdf = services.sign_pdf(pdf=pdf, signer_name=name, reason="Phê duyệt", location="Đông Hải", now=NOW, key=key)
    return pdf


def flipped(pdf: bytes, place: int, mask: int = 1) -> bytes:
    changed = bytearray(pdf)
    changed[place] ^= mask
    return bytes(changed)


def gaps(pdf: bytes) -> list[tuple[int, int]]:
    """Return from where to where each signature itself lies in the file."""
    return [(int(found[1]), int(found[2])) for found in GAP.finditer(pdf)]


def span(pdf: bytes, begin: bytes, end: bytes, after: int = 0) -> tuple[int, int]:
    """Return from where to where what stands between two marks lies."""
    start = pdf.index(begin, after) + len(begin)
    return start, pdf.index(end, start)


def places(pdf: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield every kind of place that the two signatures protect, by name."""
    (first, behind_first), (last, behind_last) = gaps(pdf)
    print_end = pdf.index(b"%%EOF") + 5
    yield "header", (0, 8)
    yield "content stream", span(pdf, b"stream\n", b"endstream")
    yield "declaration of PDF/A", span(pdf, b"<pdfaid:part>", b"</pdfaid:conformance>")
    yield "table of places", (pdf.rindex(b"startxref", 0, print_end) - 200, print_end - 20)
    yield "end of the print", (print_end - 20, print_end)
    yield "first signature", (first + 1, behind_first - 1)
    yield "dictionary of the first signature", (behind_first, behind_first + 200)
    yield "objects of the second signature", (last - 1500, last)
    yield "dictionary of the second signature", span(pdf, b"]", b">>", behind_last)
    yield "last table of places", span(pdf, b"xref\n", b"trailer", behind_last)
    yield "last trailer", span(pdf, b"trailer\n", b"startxref", behind_last)
    yield "last line", (pdf.rindex(b"startxref"), len(pdf))
    yield from proven_parts(pdf, last)


def proven_parts(pdf: bytes, last: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield where the parts of the last signature lie that it proves itself: certificate, what is signed, its value."""
    room = pdf[last + 1 : gaps(pdf)[-1][1] - 1]
    content = cms.ContentInfo.load(bytes.fromhex(room.decode()))["content"]
    (information,) = content["signer_infos"]
    serial = information["sid"].chosen["serial_number"].native
    (certificate,) = (each for each in content["certificates"] if each.chosen.serial_number == serial)
    parts = {
        "certificate": certificate.dump(),
        "signed attributes": information["signed_attrs"].contents,
        "value of the signature": information["signature"].contents,
    }
    for name, part in parts.items():
        start = last + 1 + room.lower().index(part.hex().encode())
        yield name, (start, start + 2 * len(part))


def test_both_programs_accept_the_paper_as_it_is(signed: bytes, tmp_path: Path) -> None:
    assert services.verify_pdf(pdf=signed, now=NOW).valid
    assert accepts(signed, tmp_path, signatures=2)


def test_both_programs_find_one_changed_byte_at_every_kind_of_place(signed: bytes, tmp_path: Path) -> None:
    chance = random.Random(2026)  # noqa: S311  places, not secrets
    overlooked = []
    for name, (start, end) in places(signed):
        assert end > start, name
        for place in sorted(chance.sample(range(start, end), min(TRIES, end - start))):
            changed = flipped(signed, place)
            ours, theirs = services.verify_pdf(pdf=changed, now=NOW).valid, accepts(changed, tmp_path, signatures=2)
            if ours or theirs:
                overlooked.append((name, place, signed[place - 8 : place + 8], ours, theirs))
    assert overlooked == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_any_change_of_any_byte_outside_the_last_gap_is_found(signed: bytes, share: float, mask: int) -> None:
    start, end = gaps(signed)[-1]
    place = int(share * (len(signed) - (end - start)))
    place += (end - start) if place >= start else 0
    assert not services.verify_pdf(pdf=flipped(signed, place, mask), now=NOW).valid


ADDITIONS: dict[str, Callable[[bytes], bytes]] = {
    "one space behind": lambda pdf: pdf + b" ",
    "a comment behind": lambda pdf: pdf + b"% more\n",
    "another file behind": lambda pdf: pdf + pdf[: pdf.index(b"%%EOF") + 5],
    "one byte before": lambda pdf: b" " + pdf,
    "the last byte gone": lambda pdf: pdf[:-1],
    "half of it": lambda pdf: pdf[: len(pdf) // 2],
}


@pytest.mark.parametrize("change", ADDITIONS)
def test_both_programs_find_what_was_added_or_cut_off(signed: bytes, tmp_path: Path, change: str) -> None:
    changed = ADDITIONS[change](signed)
    assert not services.verify_pdf(pdf=changed, now=NOW).valid
    assert not accepts(changed, tmp_path, signatures=2)


def test_a_signature_made_unreadable_is_reported_and_not_passed_over(signed: bytes) -> None:
    place = signed.rindex(b"/ETSI.CAdES.detached")
    report = services.verify_pdf(pdf=flipped(signed, place + 2), now=NOW)
    assert [each.intact for each in report.signatures] == [True, False]
    assert not report.valid


def test_the_sealed_file_keeps_what_pdf_a_2b_demands(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()
    facts = {name: value.strip() for name, _colon, value in (line.partition(":") for line in said.splitlines())}
    assert (facts["JavaScript"], facts["Encrypted"], facts["Form"]) == ("no", "no", "AcroForm")
    metadata = subprocess.run(["pdfinfo", "-meta", path], capture_output=True, check=True).stdout
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
    reader = PdfFileReader(io.BytesIO(signed))
    assert [str(intent.get_object()["/S"]) for intent in reader.root["/OutputIntents"]] == ["/GTS_PDFA1"]
    assert "/ID" in reader.trailer
    assert not {"/OpenAction", "/AA"} & set(reader.root)
    assert "/Names" not in reader.root or not {"/JavaScript", "/EmbeddedFiles"} & set(reader.root["/Names"])
