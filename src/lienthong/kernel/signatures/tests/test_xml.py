"""XML signatures, judged by this program and by an independent one (xmlsec1)."""

import subprocess
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from pytest_django import Settings

from lienthong.kernel.signatures import authority, services
from lienthong.kernel.signatures.authority.revocation import revoke
from lienthong.kernel.signatures.contracts import Level, NotSignable, OutOfOrder, SignerRole
from lienthong.kernel.signatures.models import SignatureRecord
from lienthong.kernel.signatures.providers import server_keys
from lienthong.kernel.signatures.services.reading_xml import SIGNATURE, stamped_bytes

from .conftest import NOW
from .test_levels import openssl_ts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DOCUMENT = '<edXML xmlns="urn:thu"><Subject>Về việc nghỉ lễ</Subject></edXML>'.encode()
BOMB = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;&d;&d;&d;</a>'


def sign(document: bytes = DOCUMENT, name: str = "Lê Thị Quỳnh Như", **options: object) -> bytes:
    given: dict[str, object] = {"signer_name": name, "now": NOW, "key": "leader"}
    return services.sign_xml(xml=document, **{**given, **options})  # type: ignore[arg-type]  # test


def xmlsec_accepts(document: bytes, folder: Path, number: int = 1) -> bool:
    """Tell whether `xmlsec1` finds a signature, by its number from 1, valid and its certificate trusted."""
    file, root = folder / "signed.xml", folder / "root.pem"
    file.write_bytes(document)
    root.write_bytes(authority.load(authority.root_file())[1].public_bytes(Encoding.PEM))
    names = ("KeyInfo", "SignatureValue")
    ids = [part for name in names for part in ("--id-attr:Id", f"http://www.w3.org/2000/09/xmldsig#:{name}")]
    ids += ["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"]
    one = ["--node-xpath", f"/*/*[local-name()='Signature'][{number}]"]
    command: list[str | Path] = ["xmlsec1", "--verify", "--trusted-pem", root, *ids, *one, file]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


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


def test_a_signature_leaves_a_record(workshop: Path) -> None:
    sign()
    assert SignatureRecord.objects.get().evidence["profile"] == "XAdES B-B"
    assert not services.verify_xml(xml=DOCUMENT, now=NOW).signed


def three_times() -> bytes:
    second = sign(sign(), "Trần Văn Minh", key="second", level=Level.B_T)
    return sign(second, "UBND phường Đông Hải", key="seal", role=SignerRole.AGENCY)


def test_several_sign_in_order_and_both_programs_accept_each(workshop: Path, tmp_path: Path) -> None:
    signed = three_times()
    report = services.verify_xml(xml=signed, now=NOW)
    assert report.valid, report.summary
    assert [one.signer for one in report.signatures] == ["Lê Thị Quỳnh Như", "Trần Văn Minh", "UBND phường Đông Hải"]
    assert [one.level for one in report.signatures] == ["XAdES B-B", "XAdES B-T", "XAdES B-B"]
    assert all(xmlsec_accepts(signed, tmp_path, number) for number in (1, 2, 3))
    assert [line.order for line in SignatureRecord.objects.order_by("pk")] == [1, 2, 3]


def test_a_changed_document_fails_for_every_signature_in_both_programs(workshop: Path, tmp_path: Path) -> None:
    changed = three_times().replace("nghỉ lễ".encode(), "nghỉ Tết".encode())
    assert not any(one.intact for one in services.verify_xml(xml=changed, now=NOW).signatures)
    assert not any(xmlsec_accepts(changed, tmp_path, number) for number in (1, 2, 3))


def test_a_signature_taken_away_or_exchanged_shows_on_the_one_after_it(workshop: Path, tmp_path: Path) -> None:
    root = etree.fromstring(three_times())
    first, second, third = root.findall(SIGNATURE)
    root.remove(second)
    without = etree.tostring(root)
    assert [one.intact for one in services.verify_xml(xml=without, now=NOW).signatures] == [True, False]
    assert not xmlsec_accepts(without, tmp_path, 2)
    root.insert(root.index(third), second)
    root.insert(root.index(second) + 1, first)
    turned = etree.tostring(root)
    assert not services.verify_xml(xml=turned, now=NOW).valid


def test_a_signature_hidden_deeper_or_doubled_does_not_hold(workshop: Path) -> None:
    root = etree.fromstring(sign())
    (signature,) = root.findall(SIGNATURE)
    inner = etree.SubElement(root, "inner")
    inner.append(signature)
    assert not services.verify_xml(xml=etree.tostring(root), now=NOW).valid
    root = etree.fromstring(sign())
    root.append(etree.fromstring(etree.tostring(root.find(SIGNATURE))))
    assert not services.verify_xml(xml=etree.tostring(root), now=NOW).valid


def test_another_choice_of_what_is_covered_does_not_hold(workshop: Path) -> None:
    signed = sign()
    for narrower in (b"not(ancestor-or-self::ds:Signature or self::x)", b"false()", b"self::ds:Signature"):
        changed = signed.replace(b"not(ancestor-or-self::ds:Signature)", narrower)
        assert changed != signed
        assert not services.verify_xml(xml=changed, now=NOW).valid


def test_nobody_signs_after_the_seal_nor_over_what_does_not_hold(workshop: Path) -> None:
    with pytest.raises(OutOfOrder):
        sign(name="UBND phường Đông Hải", key="seal", role=SignerRole.AGENCY)
    with pytest.raises(OutOfOrder):
        sign(sign(), after=("Trần Văn Minh",))
    with pytest.raises(OutOfOrder):
        sign(three_times())
    with pytest.raises(NotSignable):
        sign(sign().replace("nghỉ lễ".encode(), "nghỉ Tết".encode()))


def test_a_document_whose_root_bears_an_id_is_covered_whole(workshop: Path, tmp_path: Path) -> None:
    signed = sign(b'<a Id="x"><b>1</b></a>')
    assert services.verify_xml(xml=signed, now=NOW).valid
    assert xmlsec_accepts(signed, tmp_path)
    assert not services.verify_xml(xml=signed.replace(b"<b>1</b>", b"<b>2</b>"), now=NOW).valid


def test_a_stamp_proves_the_time_and_a_damaged_one_does_not(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = sign(level=Level.B_LTA)
    (one,) = services.verify_xml(xml=signed, now=NOW).signatures
    assert (one.level, one.stamped_at, one.valid) == ("XAdES B-T", NOW, True)
    stamp = etree.fromstring(signed).findtext(".//{*}EncapsulatedTimeStamp")
    assert stamp is not None
    other = services.stamp_digest(digest=bytes(32), now=NOW)
    covered = stamped_bytes(etree.fromstring(signed).find(SIGNATURE))
    assert openssl_ts(b64decode(stamp), covered, workshop) == 0
    assert openssl_ts(other, covered, workshop) != 0
    damaged = bytearray(b64decode(stamp))
    damaged[-20] ^= 1
    assert openssl_ts(bytes(damaged), covered, workshop) != 0
    for wrong in (b64encode(other), b64encode(damaged), b"AAAA", b"***"):
        (bad,) = services.verify_xml(xml=signed.replace(stamp.encode(), wrong), now=NOW).signatures
        assert bad.intact
        assert not bad.valid
        assert "bad_stamp" in {check.code for check in bad.checks}


@pytest.mark.parametrize("level", [Level.B_B, Level.B_T])
def test_revoked_and_expired_certificates_are_judged_as_of_signing(
    workshop: Path, monkeypatch: pytest.MonkeyPatch, level: Level
) -> None:
    short = (NOW - DAY, NOW + DAY)
    make = authority.make_leaf
    monkeypatch.setattr(authority, "make_leaf", lambda **facts: make(**facts, period=short))
    server_keys._signer.cache_clear()
    expired, revoked = sign(level=level), sign(level=level, key="other")
    server_keys._signer.cache_clear()
    revoke(serial=services.verify_xml(xml=revoked, now=NOW).signatures[0].serial, now=NOW + DAY / 2)
    # What was signed here: the register proves when. What was signed elsewhere: only a stamp does.
    for is_known in (True, False):
        if not is_known:
            monkeypatch.setattr(SignatureRecord.objects, "filter", lambda **_facts: SignatureRecord.objects.none())
        for document in (expired, revoked):
            (one,) = services.verify_xml(xml=document, now=NOW + 30 * DAY).signatures
            assert one.intact
            assert one.valid is (is_known or level is Level.B_T)
    revoke(serial=services.verify_xml(xml=expired, now=NOW).signatures[0].serial, now=NOW - DAY / 2)
    assert not services.verify_xml(xml=expired, now=NOW).valid
