"""Verify the signature of an XML document."""

import hashlib
from base64 import b64decode
from datetime import datetime

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
from .reading_xml import SIGNATURE, read_xml

_NAMES = {"ds": "http://www.w3.org/2000/09/xmldsig#", "xades": "http://uri.etsi.org/01903/v1.3.2#"}
_AS_SIGNED = XAdESSignatureConfiguration(location="./")


def verify_xml(*, xml: bytes, now: datetime) -> VerificationReport:
    """Return what the signature in an XML document proves (XAdES, enveloped, over the whole document).

    Bytes that are no XML are reported as not signed; of several signatures only the first can hold, for each covers
    all but itself.

    :param now: the moment of judging
    """
    root = read_xml(xml)
    if root is None:
        return VerificationReport(signatures=(), summary=_("This file cannot be read as XML."))
    reports = tuple(_report(root, each, xml, now) for each in root.iter(SIGNATURE))
    return VerificationReport(signatures=reports, summary=summary_of(reports))


def _report(root: etree._Element, signature: etree._Element, xml: bytes, now: datetime) -> SignatureReport:
    try:
        certificate = _certificate(signature)
    except (ValueError, TypeError, AttributeError):
        return _unreadable()
    held = x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    properties = _signed_properties(root, signature, certificate)
    intact, claimed = properties is not None, _claimed(properties)
    known = intact and was_signed_here(
        sha256=hashlib.sha256(xml).hexdigest(), serial=format(certificate.serial_number, "x")
    )
    moment = Moment(claimed=claimed, is_registered=known)
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
        words=words_of_signature(intact=intact, trusted=trusted, whole=intact, checks=checks[1:]),
        level="XAdES B-B",
        issuer=str(held.issuer.native.get("common_name", "")),
        checks=tuple(Check(check.name, check.answer, check.code, words_of(check)) for check in checks),
    )


def _signed_properties(
    root: etree._Element, signature: etree._Element, certificate: pyca.Certificate
) -> etree._Element | None:
    """Return what the signer signed of the signing, None unless the signature is whole.

    It must be by the certificate, over the whole document, and the only one.
    """
    whole = signature.xpath("count(ds:SignedInfo/ds:Reference[@URI=''])", namespaces=_NAMES) == 1
    if not whole or signature.getparent() is not root or len(list(root.iter(SIGNATURE))) != 1:
        return None
    try:
        # The certificate is judged by us, as of the moment of signing; the library compares content and key.
        found = XAdESVerifier().verify(root, x509_cert=certificate, expect_config=_AS_SIGNED)
        properties = [each.signed_properties for each in found if isinstance(each, XAdESVerifyResult)]
    except Exception:  # noqa: BLE001  a hostile signature may break anywhere inside the library; unread, it proves nothing
        return None
    return properties[0] if len(properties) == 1 else None


def _certificate(signature: etree._Element) -> pyca.Certificate:
    text = signature.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", namespaces=_NAMES)
    return pyca.load_der_x509_certificate(b64decode("".join((text or "").split()), validate=True))


def _claimed(properties: etree._Element | None) -> datetime | None:
    """Return when the signer says it was; only what is signed counts, for anybody may write beside it."""
    text = properties.findtext(".//xades:SigningTime", namespaces=_NAMES) if properties is not None else None
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
