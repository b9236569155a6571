"""Files made to break the verifier are told in plain words, and are never valid."""

import zlib
from pathlib import Path

import pytest

from lienthong.kernel.signatures import services

from .conftest import NOW, Sign

pytestmark = pytest.mark.django_db


def pdf(objects: list[bytes], root: bytes = b"1 0 R", more: bytes = b"") -> bytes:
    """Return a small PDF of some objects, with a table of their places."""
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root %s%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, more, len(body))
    return body + table + trailer


DEEP = b"[" * 50_000 + b"]" * 50_000
BOMB = zlib.compress(bytes(200_000_000), 9)
CATALOG = b"<</Type/Catalog/AcroForm<</Fields[2 0 R]/SigFlags 3>>>>"
SIGNATURE = b"<</FT/Sig/T(a)/V 3 0 R>>"
FILES = {
    "a table of places that points at itself": pdf([b"<</Type/Catalog>>"], more=b"/Prev 9"),
    "a field that is its own child": pdf([CATALOG, b"<</FT/Sig/T(a)/Kids[2 0 R]>>"]),
    "lists in lists": pdf([b"<</Type/Catalog/AcroForm<</Fields " + DEEP + b">>>>"]),
    "a signature of nothing": pdf([CATALOG, SIGNATURE, b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"]),
    "a signature over a range that is not there": pdf(
        [CATALOG, SIGNATURE, b"<</Type/Sig/ByteRange[0 99999999999 99999999999 9]/Contents<3000>>>"]
    ),
    "a negative range": pdf([CATALOG, SIGNATURE, b"<</Type/Sig/ByteRange[-5 -5 -5 -5]/Contents<3000>>>"]),
    "a stream that swells": pdf(
        [CATALOG, SIGNATURE, b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(BOMB), BOMB)]
    ),
    "a script": pdf([b"<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"]),
    "two kinds of file in one": b"PK\x03\x04" + pdf([b"<</Type/Catalog>>"]),
    "encrypted": pdf([b"<</Type/Catalog>>"], more=b"/Encrypt<</Filter/Standard/V 5/R 6>>/ID[<00><00>]"),
    "a name with letters that are none": pdf([CATALOG, b"<</FT/Sig/T<FEFFD800>/V 3 0 R>>", b"<</Type/Sig>>"]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_not_valid_and_breaks_nothing(workshop: Path, name: str) -> None:
    report = services.verify_pdf(pdf=FILES[name], now=NOW)
    assert not report.valid
    assert report.summary


def test_a_damaged_copy_of_a_signed_paper_is_told_at_any_length(unsigned: bytes, sign: Sign) -> None:
    signed = sign(unsigned)
    for length in range(0, len(signed), len(signed) // 40):
        assert not services.verify_pdf(pdf=signed[:length], now=NOW).valid
