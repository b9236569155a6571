"""What a signature proves, judged by this program and by an independent one (poppler's pdfsig)."""

import hashlib
import io
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.utils import DatabaseError
from pytest_django import Settings

from lienthong.kernel.papers import extensions as paper_extensions
from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers import testing
from lienthong.kernel.signatures import authority, services
from lienthong.kernel.signatures.contracts import NotSignable, ProviderMissing
from lienthong.kernel.signatures.models import SignatureRecord
from lienthong.kernel.signatures.providers import server_keys

from .poppler import pdfsig

NOW = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    mark = paper_extensions.find_template("signature-mark")
    monkeypatch.setattr(paper_extensions, "_templates", {"signature-mark": mark})
    testing.register_test_template(tmp_path)


@pytest.fixture
def paper() -> bytes:
    return papers.render(template="test-paper", context=testing.CONTEXT, now=NOW)


def sign(pdf: bytes, **options: object) -> bytes:
    return services.sign_pdf(
        pdf=pdf,
        signer_name="Lê Thị Quỳnh Như",
        reason="Phê duyệt",
        location="Đông Hải",
        now=NOW,
        **options,  # type: ignore[arg-type]  # test
    )


def test_pdfsig_finds_the_signature_valid_and_trusted(paper: bytes, tmp_path: Path) -> None:
    said = pdfsig(sign(paper), tmp_path)
    assert "Signature is Valid" in said
    assert "Certificate is Trusted" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_pdfsig_finds_one_flipped_byte(paper: bytes, tmp_path: Path) -> None:
    signed = bytearray(sign(paper))
    signed[500] ^= 1
    assert "Signature is Valid" not in pdfsig(bytes(signed), tmp_path)


def test_our_own_check_agrees(paper: bytes) -> None:
    report = services.verify_pdf(pdf=sign(paper), now=NOW)
    assert report.valid
    assert report.signer_name == "Lê Thị Quỳnh Như"
    assert report.signed_at == NOW


@pytest.mark.parametrize("place", [500, 3000, 20000])
def test_one_flipped_byte_is_found_wherever_it_is(paper: bytes, place: int) -> None:
    signed = bytearray(sign(paper))
    signed[place] ^= 1
    assert not services.verify_pdf(pdf=bytes(signed), now=NOW).valid


def test_the_signed_paper_is_the_paper_and_more_and_stays_pdf_a(paper: bytes) -> None:
    signed = sign(paper)
    assert signed.startswith(paper)
    assert b"<pdfaid:part>2</pdfaid:part>" in signed
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in signed
    assert b"pdfaid" not in signed[len(paper) :]


def test_a_second_signature_leaves_the_first_valid(paper: bytes, tmp_path: Path) -> None:
    twice = sign(sign(paper), key="agency")
    report = services.verify_pdf(pdf=twice, now=NOW)
    assert len(report.signatures) == 2
    assert report.valid
    assert pdfsig(twice, tmp_path).count("Signature is Valid") == 2


def test_content_added_after_signing_shows(paper: bytes) -> None:
    from pyhanko.pdf_utils.generic import NameObject, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sign(paper)))
    writer.root["/Extra"] = pdf_string("thêm")
    writer.update_root()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    assert NameObject("/Extra") in writer.root
    assert not services.verify_pdf(pdf=output.getvalue(), now=NOW).valid


def test_a_visible_signature_shows_name_and_time_with_an_embedded_font(paper: bytes, tmp_path: Path) -> None:
    place = papers.locate_signature(template="test-paper", context=testing.CONTEXT)
    signed = sign(paper, place=place)
    file = tmp_path / "seen.pdf"
    file.write_bytes(signed)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    assert "Ký số bởi: Lê Thị Quỳnh Như" in text
    assert "08:15 23/11/2026" in text
    assert services.verify_pdf(pdf=signed, now=NOW).valid
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True).stdout.decode()
    assert all("yes" in line.split()[-5:-4] for line in fonts.splitlines()[2:])


def test_another_authority_is_not_trusted(paper: bytes, settings: Settings, tmp_path: Path) -> None:
    signed = sign(paper)
    settings.KEYS_DIR = tmp_path / "other"
    authority.make_root()
    report = services.verify_pdf(pdf=signed, now=NOW)
    assert report.intact
    assert not report.trusted


def test_a_root_laid_into_the_trusted_folder_is_trusted(paper: bytes, settings: Settings, tmp_path: Path) -> None:
    signed = sign(paper)
    root = authority.load(authority.root_file())[1].public_bytes(Encoding.PEM)
    settings.KEYS_DIR = tmp_path / "other"
    (settings.KEYS_DIR / "trusted").mkdir(parents=True)
    (settings.KEYS_DIR / "trusted" / "ca.pem").write_bytes(root)
    assert services.verify_pdf(pdf=signed, now=NOW).valid


def test_the_test_authority_counts_only_where_its_provider_is_in_use(paper: bytes, settings: Settings) -> None:
    signed = sign(paper)
    settings.SIGNATURES_PROVIDER = "pkcs11"
    assert not services.verify_pdf(pdf=signed, now=NOW).trusted
    with pytest.raises(ProviderMissing):
        sign(paper)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nxref\ntrailer\n<<>>\nstartxref\n0\n%%EOF"]
)
def test_bytes_that_are_no_pdf_are_refused_and_prove_nothing(data: bytes) -> None:
    assert not services.verify_pdf(pdf=data, now=NOW).signed
    with pytest.raises(NotSignable):
        sign(data)


def test_an_unsigned_paper_says_so(paper: bytes) -> None:
    report = services.verify_pdf(pdf=paper, now=NOW)
    assert not report.signed
    assert not report.valid


def test_each_signature_leaves_a_record_that_stays(paper: bytes) -> None:
    signed = sign(paper)
    record = SignatureRecord.objects.get(sha256=hashlib.sha256(signed).hexdigest())
    assert record.signed_at == NOW
    assert record.certificate_serial == services.verify_pdf(pdf=signed, now=NOW).signatures[0].serial
    assert record.evidence["over_sha256"] == hashlib.sha256(paper).hexdigest()
    with pytest.raises(DatabaseError), transaction.atomic():
        record.delete()


def test_keys_are_readable_by_their_owner_only(paper: bytes) -> None:
    sign(paper)
    made = list(authority.root_file().parent.rglob("*.pem"))
    assert len(made) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in made)


def test_a_key_is_made_once_and_kept(paper: bytes) -> None:
    server_keys._signer.cache_clear()
    first = services.verify_pdf(pdf=sign(paper), now=NOW).signatures[0].serial
    server_keys._signer.cache_clear()
    assert services.verify_pdf(pdf=sign(paper), now=NOW).signatures[0].serial == first


def test_the_command_makes_the_authority_and_verifies(paper: bytes, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("signatures", "make_test_ca", stdout=out)
    assert Path(out.getvalue().strip()).is_file()
    file = tmp_path / "a.pdf"
    file.write_bytes(sign(paper))
    call_command("signatures", "verify", str(file), stdout=out)
    assert "Lê Thị Quỳnh Như" in out.getvalue()
    file.write_bytes(paper)
    with pytest.raises(CommandError):
        call_command("signatures", "verify", str(file), stdout=out)
