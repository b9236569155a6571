"""XML signatures, judged by this program and by an independent one (xmlsec1)."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pytest_django import Settings

from lienthong.kernel.signatures import authority, services
from lienthong.kernel.signatures.contracts import NotSignable
from lienthong.kernel.signatures.models import SignatureRecord

from .conftest import NOW

pytestmark = pytest.mark.django_db
DOCUMENT = '<edXML xmlns="urn:thu"><Subject>Về việc nghỉ lễ</Subject></edXML>'.encode()
BOMB = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;&d;&d;&d;</a>'


def sign(document: bytes = DOCUMENT) -> bytes:
    return services.sign_xml(xml=document, signer_name="Lê Thị Quỳnh Như", now=NOW, key="leader")


def xmlsec_accepts(document: bytes, folder: Path) -> bool:
    """Tell whether `xmlsec1` finds the signature valid and its certificate trusted."""
    file, root = folder / "signed.xml", folder / "root.pem"
    file.write_bytes(document)
    root.write_bytes(authority.load(authority.root_file())[1].public_bytes(Encoding.PEM))
    ids = [
        "--id-attr:Id", "{http://www.w3.org/2000/09/xmldsig#}KeyInfo",
        "--id-attr:Id", "{http://uri.etsi.org/01903/v1.3.2#}SignedProperties",
    ]  # fmt: skip
    done = subprocess.run(["xmlsec1", "--verify", "--trusted-pem", root, *ids, file], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.parametrize("keys", ["ec", "rsa"])
def test_both_programs_accept_the_document_and_see_a_change(
    workshop: Path, settings: Settings, tmp_path: Path, keys: str
) -> None:
    settings.SIGNATURES_TEST_KEYS = keys
    signed = sign()
    (one,) = services.verify_xml(xml=signed, now=NOW).signatures
    assert one.valid, one.words
    assert (one.signer, one.signed_at) == ("Lê Thị Quỳnh Như", NOW)
    assert xmlsec_accepts(signed, tmp_path)
    for changed in (
        signed.replace("nghỉ lễ".encode(), "nghỉ Tết".encode()),
        signed.replace(b"2026-11-23", b"2025-11-23"),
    ):
        assert changed != signed
        assert not services.verify_xml(xml=changed, now=NOW).valid
        assert not xmlsec_accepts(changed, tmp_path)


def test_a_time_written_beside_what_is_signed_is_not_believed(workshop: Path) -> None:
    signed = sign()
    decoy = b'<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><x:SigningTime xmlns:x="http://uri.etsi.org/01903/v1.3.2#">2020-01-01T00:00:00+00:00</x:SigningTime></ds:Object>'
    end = signed.index(b"<ds:KeyInfo")
    (one,) = services.verify_xml(xml=signed[:end] + decoy + signed[end:], now=NOW).signatures
    assert one.signed_at in {None, NOW}


def test_a_signature_wrapped_into_another_document_does_not_hold(workshop: Path) -> None:
    signed = sign()
    body = signed[signed.index(b"<edXML") :]
    for wrapped in (b"<a>" + body + b"</a>", signed.replace(b'URI=""', b'URI="#x"')):
        assert not services.verify_xml(xml=wrapped, now=NOW).valid


@pytest.mark.parametrize(
    "data", [b"", b"no xml", b"<a", BOMB, b"<a>\0</a>", b"\xff\xfe<", b"<a>" * 300 + b"</a>" * 300]
)
def test_what_is_no_plain_xml_is_not_signed(workshop: Path, data: bytes) -> None:
    with pytest.raises(NotSignable):
        sign(data)
    assert not services.verify_xml(xml=data, now=NOW).signed


def test_a_signed_document_is_not_signed_over_and_leaves_a_record(workshop: Path) -> None:
    signed = sign()
    with pytest.raises(NotSignable):
        sign(signed)
    assert SignatureRecord.objects.get().evidence["profile"] == "XAdES B-B"
    assert not services.verify_xml(xml=DOCUMENT, now=NOW).signed
