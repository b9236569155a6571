"""Verify the signatures of an XML document."""

import hashlib
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import serialization
from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier, XAdESVerifyResult

from ..authority.revocation import stored_lists
from ..contracts import Answer, Check, CheckName, SignatureReport, VerificationReport
from ..queries import was_signed_here
from ..words import summary_of, words_of, words_of_signature
from .judging import Moment, Proofs, is_trusted, judge
from .lasting import roots
from .reading_xml import (
    ALL_BUT_SIGNATURES,
    C14N,
    COUNTERSIGNED,
    NAMES,
    SIGNATURE,
    XPATH,
    read_xml,
    stamped_bytes,
    take_signatures_out,
)
from .stamp import verify_stamp

_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_MOST_SIGNATURES = 50


@dataclass(frozen=True)
class _Place:
    """One signature of a document, by its number among those directly under the root; None elsewhere."""

    root: etree._Element
    signature: etree._Element
    number: int | None
    xml: bytes


def verify_xml(*, xml: bytes, now: datetime) -> VerificationReport:
    """Return what the signatures in an XML document prove (XAdES, enveloped, over the whole document).

    Bytes that are no XML are reported as not signed. Each signature but the first must cover the one before it.

    :param now: the moment of judging
    """
    root = read_xml(xml)
    if root is None:
        return VerificationReport(signatures=(), summary=_("This file cannot be read as XML."))
    placed, found = root.findall(SIGNATURE), list(root.iter(SIGNATURE))
    if len(found) > _MOST_SIGNATURES:
        return VerificationReport(signatures=(), summary=_("This file has more signatures than can be verified."))
    reports = tuple(
        _report(_Place(root, each, placed.index(each) if each in placed else None, xml), now) for each in found
    )
    return VerificationReport(signatures=reports, summary=summary_of(reports))


def _report(place: _Place, now: datetime) -> SignatureReport:
    try:
        certificate = _certificate(place.signature)
    except (ValueError, TypeError, AttributeError):
        return _unreadable()
    held = x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    properties = _signed_properties(place, certificate)
    intact, claimed = properties is not None, _claimed(properties)
    stamped, is_bad = _stamped(place.signature) if intact else (None, False)
    known = intact and was_signed_here(
        sha256=hashlib.sha256(place.xml).hexdigest(), serial=format(certificate.serial_number, "x")
    )
    moment = Moment(claimed=claimed, stamped=stamped, stamp_is_bad=is_bad, is_registered=known)
    proofs = Proofs(roots=roots(), crls=stored_lists())
    checks = (
        Check(CheckName.CONTENT, Answer.GOOD if intact else Answer.BAD, "intact" if intact else "changed"),
        *judge(held, (), proofs=proofs, moment=moment, now=now),
    )
    trusted = intact and is_trusted(checks[1:])
    return SignatureReport(
        intact=intact,
        trusted=trusted,
        whole_file=intact,
        signer=str(held.subject.native.get("common_name", "")),
        serial=format(certificate.serial_number, "x"),
        signed_at=claimed,
        stamped_at=stamped,
        words=words_of_signature(intact=intact, trusted=trusted, whole=intact, checks=checks[1:]),
        level="XAdES B-T" if stamped is not None else "XAdES B-B",
        issuer=str(held.issuer.native.get("common_name", "")),
        checks=tuple(Check(check.name, check.answer, check.code, words_of(check)) for check in checks),
    )


def leaves_room(root: etree._Element) -> bool:
    """Tell whether another signature may follow: every one covers the document without its signatures."""
    return all(_shape_of(each) == "others may follow" for each in root.iter(SIGNATURE))


def _shape_of(signature: etree._Element) -> str:
    """Return what a signature covers, judged by its reference to the document; empty where that is not the whole."""
    whole = signature.xpath("ds:SignedInfo/ds:Reference[@URI='']", namespaces=NAMES)
    if len(whole) != 1:
        return ""
    steps = whole[0].findall("ds:Transforms/ds:Transform", namespaces=NAMES)
    names = [step.get("Algorithm") for step in steps]
    if names == [_ENVELOPED, C14N]:
        return "alone"
    if names != [XPATH, C14N]:
        return ""
    chosen = steps[0].find("ds:XPath", namespaces=NAMES)
    fits = chosen is not None and chosen.text == ALL_BUT_SIGNATURES and chosen.nsmap.get("ds") == NAMES["ds"]
    return "others may follow" if fits else ""


def _covers_all(place: _Place) -> bool:
    """Tell whether a signature covers the whole document, and the one before it, and nothing unexpected."""
    if place.number is None:
        return False
    shape = _shape_of(place.signature)
    references = place.signature.xpath("ds:SignedInfo/ds:Reference", namespaces=NAMES)
    if shape == "alone":
        return len(list(place.root.iter(SIGNATURE))) == 1
    countersigned = [each.get("URI") for each in references if each.get("Type") == COUNTERSIGNED]
    expected = []
    if place.number:
        before = place.root.findall(SIGNATURE)[place.number - 1].find("ds:SignatureValue", namespaces=NAMES)
        expected = [f"#{before.get('Id')}" if before is not None else None]
    return shape == "others may follow" and countersigned == expected and len(references) == 3 + len(expected)


def _signed_properties(place: _Place, certificate: pyca.Certificate) -> etree._Element | None:
    """Return what the signer signed of the signing, None unless the signature is whole and by the certificate."""
    if not _covers_all(place):
        return None
    # The certificate is judged by us, as of the moment of signing; the library compares content and key.
    expected = XAdESSignatureConfiguration(
        location="./", expect_references=True, verification_time=certificate.not_valid_before_utc
    )
    try:
        found = _Verifier(place.number or 0).verify(place.root, x509_cert=certificate, expect_config=expected)
        properties = [each.signed_properties for each in found if isinstance(each, XAdESVerifyResult)]
    except Exception:  # noqa: BLE001  a hostile signature may break anywhere inside the library; unread, it proves nothing
        return None
    return properties[0] if len(properties) == 1 else None


class _Verifier(XAdESVerifier):
    """Verifies one of several signatures, each over the document without any of them."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def _get_signature(self, root: Any) -> Any:
        return root.findall(SIGNATURE)[self._number]

    def _apply_transforms(self, payload: Any, *, transforms_node: Any, signature: Any) -> Any:
        asked = f"ds:Transform[@Algorithm='{XPATH}']"
        if transforms_node is not None and transforms_node.find(asked, NAMES) is not None:
            take_signatures_out(payload)
        return super()._apply_transforms(payload, transforms_node=transforms_node, signature=signature)


def _stamped(signature: etree._Element) -> tuple[datetime | None, bool]:
    """Return the moment that the time stamp of a signature proves, and whether there is one that does not hold."""
    place = ".//xades:UnsignedSignatureProperties/xades:SignatureTimeStamp/xades:EncapsulatedTimeStamp"
    stamps = signature.findall(place, namespaces=NAMES)
    if not stamps:
        return None, False
    try:
        token = b64decode("".join((stamps[0].text or "").split()), validate=True)
    except ValueError:
        return None, True
    report = verify_stamp(token=token, digest=hashlib.sha256(stamped_bytes(signature)).digest())
    return (report.stamped_at, False) if report.valid else (None, True)


def _certificate(signature: etree._Element) -> pyca.Certificate:
    text = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", namespaces=NAMES)
    return pyca.load_der_x509_certificate(b64decode("".join((text or "").split()), validate=True))


def _claimed(properties: etree._Element | None) -> datetime | None:
    """Return when the signer says it was; only what is signed counts, for anybody may write beside it."""
    text = properties.findtext(".//xades:SigningTime", namespaces=NAMES) if properties is not None else None
    try:
        moment = datetime.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _unreadable() -> SignatureReport:
    check = Check(CheckName.CONTENT, Answer.BAD, "changed")
    return SignatureReport(
        intact=False,
        trusted=False,
        whole_file=False,
        signer="?",
        serial="",
        signed_at=None,
        words=words_of(check),
        checks=(Check(check.name, check.answer, check.code, words_of(check)),),
    )
