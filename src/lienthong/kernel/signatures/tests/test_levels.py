"""Levels B-B to B-LTA, the order of signatures, and what is seen of them."""

import hashlib
import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import ANY

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.signers import sign_pdf as sign_with_library
from pytest_django import Settings

from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers import testing
from lienthong.kernel.papers.contracts import SignaturePlace
from lienthong.kernel.signatures import authority, queries, rules, services
from lienthong.kernel.signatures.authority.revocation import revoke
from lienthong.kernel.signatures.authority.server import serving
from lienthong.kernel.signatures.authority.signer import signer_of
from lienthong.kernel.signatures.contracts import (
    Appearance,
    Level,
    Look,
    NotSignable,
    OutOfOrder,
    SignerRole,
    StampMissing,
)

from .conftest import NOW, Sign
from .poppler import pdfsig

pytestmark = pytest.mark.django_db
SEAL = {"role": SignerRole.AGENCY, "signer_name": "UBND phường Đông Hải", "key": "agency"}


@pytest.mark.parametrize("keys", ["ec", "rsa"])
@pytest.mark.parametrize("level", list(Level))
def test_each_level_is_reached_by_person_and_seal_and_accepted_elsewhere(
    unsigned: bytes, sign: Sign, settings: Settings, tmp_path: Path, level: Level, keys: str
) -> None:
    settings.SIGNATURES_TEST_KEYS = keys
    sealed = sign(sign(unsigned, level=level), level=level, **SEAL)
    report = services.verify_pdf(pdf=sealed, now=NOW)
    assert report.valid, report.summary
    assert [one.level for one in report.signatures] == [level, level]
    stamped = [one.stamped_at for one in report.signatures]
    assert stamped == ([None, None] if level is Level.B_B else [NOW, NOW])
    said = pdfsig(sealed, tmp_path)
    assert said.count("Signature is Valid") == 2
    assert said.count("Certificate is Trusted") == 2
    assert "- Total document signed" in said.split("Signature #")[-1]
    assert b"pdfaid" not in sealed[len(unsigned) :]


@pytest.mark.parametrize("level", [Level.B_T, Level.B_LTA])
def test_a_changed_byte_shows_at_every_level(unsigned: bytes, sign: Sign, tmp_path: Path, level: Level) -> None:
    signed = sign(unsigned, level=level)
    for place in (600, len(unsigned) // 2, len(signed) - 40):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert not services.verify_pdf(pdf=bytes(changed), now=NOW).valid
        assert "Signature is Valid" not in pdfsig(bytes(changed), tmp_path) or level is Level.B_LTA
    assert not services.verify_pdf(pdf=signed + b" ", now=NOW).valid


def test_the_stamp_in_a_signature_is_accepted_by_openssl(unsigned: bytes, sign: Sign, tmp_path: Path) -> None:
    reader = PdfFileReader(io.BytesIO(sign(unsigned, level=Level.B_T)))
    (signature,) = reader.embedded_signatures
    (attribute,) = signature.signer_info["unsigned_attrs"]
    token = attribute["values"][0].dump()
    assert openssl_ts(token, signature.signer_info["signature"].native, tmp_path) == 0
    assert openssl_ts(token, b"something else", tmp_path) != 0


def test_any_digest_is_stamped_over_http_and_accepted_by_openssl(
    workshop: Path, settings: Settings, tmp_path: Path
) -> None:
    digest = hashlib.sha256(b"the head of a day").digest()
    with serving() as address:
        settings.SIGNATURES_TSA_URL = f"{address}/tsa"
        token = services.stamp_digest(digest=digest, now=NOW)
    report = services.verify_stamp(token=token, digest=digest)
    assert report.valid
    assert report.authority == authority.STAMPS
    assert openssl_ts(token, b"the head of a day", tmp_path) == 0
    assert not services.verify_stamp(token=token, digest=bytes(32)).valid
    broken = token[:-9] + bytes([token[-9] ^ 1]) + token[-8:]
    assert not services.verify_stamp(token=broken, digest=digest).valid
    assert not services.verify_stamp(token=b"no stamp", digest=digest).valid


def test_without_an_answer_from_the_authority_nothing_is_signed(
    unsigned: bytes, sign: Sign, settings: Settings
) -> None:
    settings.SIGNATURES_TSA_URL = "http://127.0.0.1:9/tsa"
    with pytest.raises(StampMissing):
        sign(unsigned, level=Level.B_T)
    assert services.verify_pdf(pdf=sign(unsigned), now=NOW).valid
    with serving() as address:
        settings.SIGNATURES_TSA_URL = f"{address}/ocsp"
        with pytest.raises(StampMissing):
            sign(unsigned, level=Level.B_T)


def test_the_authority_answers_openssl_about_a_certificate(
    unsigned: bytes, sign: Sign, settings: Settings, tmp_path: Path
) -> None:
    with serving() as address:
        settings.SIGNATURES_TEST_AUTHORITY_URL = address
        leaf = authority.make_leaf(key="asked", signer_name="Người bị hỏi")
        root, own = tmp_path / "root.pem", tmp_path / "own.pem"
        root.write_bytes(authority.load(authority.root_file())[1].public_bytes(Encoding.PEM))
        own.write_bytes(authority.load(leaf)[1].public_bytes(Encoding.PEM))
        ask: list[str | Path] = [
            "openssl",
            "ocsp",
            "-issuer",
            root,
            "-cert",
            own,
            "-url",
            f"{address}/ocsp",
            "-CAfile",
            root,
        ]
        assert b": good" in subprocess.run(ask, capture_output=True, check=True).stdout
        revoke(serial=format(authority.load(leaf)[1].serial_number, "x"), now=NOW)
        assert b": revoked" in subprocess.run(ask, capture_output=True, check=True).stdout
        signed = sign(unsigned, level=Level.B_LTA, key="other", signer_name="Người ký")
        assert services.verify_pdf(pdf=signed, now=NOW).valid


def test_the_kind_of_paper_chooses_the_level(unsigned: bytes, sign: Sign, settings: Settings) -> None:
    settings.SIGNATURE_LEVELS = "B-T; extract=B-LT"
    levels = [
        services.verify_pdf(pdf=sign(unsigned, kind=kind), now=NOW).signatures[0].level for kind in ("", "extract")
    ]
    assert levels == [Level.B_T, Level.B_LT]
    assert rules.level_of("x", "") is Level.B_B
    with pytest.raises(ValueError, match="B-X"):
        rules.level_of("x", "B-X")


def test_several_sign_in_order_and_the_seal_comes_last(unsigned: bytes, sign: Sign) -> None:
    with pytest.raises(OutOfOrder):
        sign(unsigned, **SEAL)
    with pytest.raises(OutOfOrder):
        sign(unsigned, signer_name="Trưởng phòng", after=("Chuyên viên",))
    one = sign(unsigned, signer_name="Chuyên viên", key="a")
    two = sign(one, signer_name="Trưởng phòng", key="b", after=("Chuyên viên",))
    with pytest.raises(OutOfOrder):
        sign(two, signer_name="Chủ tịch", key="c", after=("Trưởng phòng", "Chuyên viên"))
    three = sign(two, signer_name="Chủ tịch", key="c", after=("Chuyên viên", "Trưởng phòng"))
    sealed = sign(three, **SEAL)
    with pytest.raises(OutOfOrder):
        sign(sealed, signer_name="Phó Chủ tịch", key="d")
    names = ["Chuyên viên", "Trưởng phòng", "Chủ tịch", "UBND phường Đông Hải"]
    report = services.verify_pdf(pdf=sealed, now=NOW)
    assert report.valid
    assert [each.signer for each in report.signatures] == names
    lines = queries.list_signer_lines(sha256=hashlib.sha256(sealed).hexdigest())
    assert [(line.order, line.signer) for line in lines] == list(enumerate(names, start=1))
    assert lines[-1].role is SignerRole.AGENCY


def test_the_seal_goes_on_a_paper_signed_elsewhere_if_that_holds(unsigned: bytes, sign: Sign) -> None:
    elsewhere, today = signed_elsewhere(unsigned), datetime.now(UTC)
    sealed = sign(elsewhere, **SEAL, now=today)
    first, _seal = services.verify_pdf(pdf=sealed, now=today).signatures
    assert first.signer == "Người ký nơi khác"
    changed = bytearray(elsewhere)
    changed[600] ^= 1
    with pytest.raises((OutOfOrder, NotSignable)):
        sign(bytes(changed), **SEAL, now=today)


def test_a_picture_a_seal_and_a_margin_are_seen_as_the_decree_says(unsigned: bytes, sign: Sign, tmp_path: Path) -> None:
    place = papers.locate_signature(template="test-paper", context=testing.CONTEXT)
    assert place is not None
    own = sign(unsigned, place=place, appearance=Appearance(look=Look.IMAGE, image=picture((20, 60, 200, 120))))
    seal = SignaturePlace(place.page, rules.seal_box(place.box))
    sealed = sign(own, place=seal, appearance=Appearance(look=Look.IMAGE, image=picture((200, 0, 0, 160))), **SEAL)
    assert services.verify_pdf(pdf=sealed, now=NOW).valid
    top = SignaturePlace(1, rules.margin_box(width=420, height=595))
    margin = sign(unsigned, place=top, appearance=Appearance(look=Look.MARGIN, number="12/QĐ-UBND"))
    said = text_of(margin, tmp_path)
    assert "Số: 12/QĐ-UBND" in said
    assert "2026-11-23T08:15:00+07:00" in said
    words = sign(unsigned, place=place, appearance=Appearance(position="Chủ tịch"))
    assert "Chức vụ: Chủ tịch" in text_of(words, tmp_path)


@pytest.mark.parametrize("image", [None, b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + bytes(50), bytes(300_000)])
def test_what_is_no_small_picture_is_refused(unsigned: bytes, sign: Sign, image: bytes | None) -> None:
    place = SignaturePlace(1, (50, 50, 150, 100))
    with pytest.raises(NotSignable):
        sign(unsigned, place=place, appearance=Appearance(look=Look.IMAGE, image=image))


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    left, bottom, right, top = rules.seal_box((300, 200, 420, 260))
    assert right == 340
    assert (right - left, top - bottom) == (102, 102)
    assert (bottom + top) // 2 == 230
    assert rules.seal_box((0, 0, 30, 20)) == (0, 0, 102, ANY)


def signed_elsewhere(pdf: bytes) -> bytes:
    """Return a paper signed without this program, so that its register knows nothing of it."""
    leaf = authority.make_leaf(key="elsewhere", signer_name="Người ký nơi khác")
    words = PdfSignatureMetadata(field_name="Elsewhere", subfilter=SigSeedSubFilter.PADES)
    output = sign_with_library(IncrementalPdfFileWriter(io.BytesIO(pdf)), words, signer=signer_of(leaf))
    signed: bytes = output.getvalue()
    return signed


def openssl_ts(token: bytes, data: bytes, folder: Path) -> int:
    """Ask `openssl ts` whether a stamp is one over the data, and return its answer."""
    stamp, content, root = folder / "stamp.der", folder / "content", folder / "ts-root.pem"
    stamp.write_bytes(token)
    content.write_bytes(data)
    root.write_bytes(authority.load(authority.root_file())[1].public_bytes(Encoding.PEM))
    ask: list[str | Path] = ["openssl", "ts", "-verify", "-data", content, "-in", stamp, "-token_in", "-CAfile", root]
    return subprocess.run(ask, capture_output=True, check=False).returncode


def picture(colour: tuple[int, int, int, int]) -> bytes:
    """Return a small transparent PNG."""
    out = io.BytesIO()
    Image.new("RGBA", (80, 80), colour).save(out, "PNG")
    return out.getvalue()


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text on the pages."""
    file = folder / "text.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
