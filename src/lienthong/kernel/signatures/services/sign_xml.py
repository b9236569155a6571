"""Sign an XML document."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from pyhanko.sign.signers import Signer
from signxml.algorithms import SignatureMethod
from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner

from .. import rules
from ..contracts import TRIAL_KEY, Level, NotSignable, SignerRole, SigningKey
from ..models import SignatureRecord
from ..queries import Earlier, earlier_signers
from .order import require_turn
from .reading_xml import (
    ALL_BUT_SIGNATURES,
    C14N,
    COUNTERSIGNED,
    NAMES,
    SIGNATURE,
    XPATH,
    ds,
    read_xml,
    stamped_bytes,
    take_signatures_out,
    xades,
)
from .sign_pdf import signer_with
from .stamp import stamp_digest
from .verify_xml import leaves_room, verify_xml


def sign_xml(
    *,
    xml: bytes,
    signer_name: str,
    now: datetime,
    key: str | SigningKey = TRIAL_KEY,
    reason: str = "",
    location: str = "",
    kind: str = "",
    level: Level | None = None,
    role: SignerRole = SignerRole.PERSON,
    after: Sequence[str] = (),
) -> bytes:
    """Return the document with one more enveloped signature over all of it (XAdES), and keep a record of it.

    Each signature covers the document without its signatures, and the value of the one before it: others may follow,
    and none before it can be taken away.

    :param now: the moment of signing
    :param key: what `queries.signing_key` gave, or the name of a key of the provider
    :param kind: the kind of document, by which the settings choose the level unless `level` is given
    :param level: B-B or B-T; the others are for PDF
    :param role: AGENCY for a seal, which comes after the person who is competent
    :param after: names of those who must have signed before, in their order
    :raises NotSignable: the bytes are no XML, hold a document type, or a signature that does not hold
    :raises OutOfOrder: somebody else must sign before, or the seal is on it already
    :raises CertificateNotUsable: the certificate is expired, revoked or suspended
    :raises StampMissing: no time stamp could be had
    :raises ProviderMissing: no keys are set up on this server
    """
    wanted = key if isinstance(key, SigningKey) else SigningKey(key)
    signer, held = signer_with(wanted, signer_name=signer_name, now=now)
    level = _level(level or rules.level_of(kind, settings.SIGNATURE_LEVELS))
    root = read_xml(xml)
    if root is None:
        raise NotSignable(_("This file is not an XML document that can be signed."))
    earlier = _look(root, xml, role=role, after=after, now=now)
    certificate = x509.load_der_x509_certificate(held.dump())
    stand_in: Any = _KeyOfProvider(signer, certificate)
    made = _SignerAt(now, stand_in.method).sign(root, key=stand_in, cert=[certificate], always_add_key_value=False)
    if level is Level.B_T:
        _add_stamp(made.findall(SIGNATURE)[-1], now)
    signed: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
    said = {"profile": f"XAdES {level}", "reason": reason, "location": location}
    facts = {"signer": signer_name, "key": wanted.name, "signed_at": now, "role": role, "level": level}
    _record(xml, signed, held, earlier, said, facts)
    return signed


def _record(
    xml: bytes, signed: bytes, held: Any, earlier: Sequence[Earlier], said: dict[str, str], facts: dict[str, Any]
) -> None:
    """Keep beside the signature what was signed, why, where, after whom and with which certificate."""
    SignatureRecord.objects.create(
        sha256=hashlib.sha256(signed).hexdigest(),
        field_name="XAdES",
        certificate_serial=format(held.serial_number, "x"),
        order=len(earlier) + 1,
        evidence={
            **said,
            "over_sha256": hashlib.sha256(xml).hexdigest(),
            "certificate_sha256": held.sha256.hex(),
            "earlier": [list(each) for each in earlier],
        },
        **facts,
    )


def _level(wanted: Level) -> Level:
    """Return the level of XML for a wanted one: what lasts longer than a stamp is made for PDF only."""
    return Level.B_B if wanted is Level.B_B else Level.B_T


def _look(
    root: etree._Element, xml: bytes, *, role: SignerRole, after: Sequence[str], now: datetime
) -> tuple[Earlier, ...]:
    """Return who signed before.

    :raises NotSignable: a signature in the document does not hold
    :raises OutOfOrder: it is somebody else's turn
    """
    if root.find(f".//{SIGNATURE}") is None:
        require_turn(role=role, after=after, signed=())
        return ()
    report = verify_xml(xml=xml, now=now)
    if not all(one.intact for one in report.signatures):
        raise NotSignable(_("A signature in this document does not hold: nothing is signed over it."))
    if not leaves_room(root):
        raise NotSignable(_("The signature in this document leaves no room for another one."))
    earlier = earlier_signers(data=xml)
    signed = [(name, SignerRole(each)) for name, each, _level, _at in earlier]
    elsewhere = [(one.signer, SignerRole.PERSON) for one in report.signatures if one.valid]
    require_turn(role=role, after=after, signed=signed or elsewhere)
    return earlier


def _add_stamp(signature: etree._Element, now: datetime) -> None:
    """Lay a time stamp over the value of a signature beside what it signed."""
    token = stamp_digest(digest=hashlib.sha256(stamped_bytes(signature)).digest(), now=now)
    properties = signature.find(".//xades:QualifyingProperties", namespaces=NAMES)
    place = properties
    for name in ("UnsignedProperties", "UnsignedSignatureProperties", "SignatureTimeStamp"):
        place = etree.SubElement(place, xades(name))
    etree.SubElement(place, ds("CanonicalizationMethod"), Algorithm=C14N)
    etree.SubElement(place, xades("EncapsulatedTimeStamp")).text = b64encode(token).decode()


class _SignerAt(XAdESSigner):
    """Signs at the moment the caller gives, over the document without its signatures and the signature before."""

    def __init__(self, moment: datetime, method: SignatureMethod) -> None:
        super().__init__(signature_algorithm=method, data_object_format=XAdESDataObjectFormat("XML", "text/xml"))
        self._moment = moment
        self.signature_annotators.append(self._name_value)
        self.signature_annotators.append(self._cover_signature_before)

    def add_signing_time(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:  # noqa: ARG002  the library's own signature
        name = xades("SigningTime")
        moment = etree.SubElement(signed_signature_properties, name, nsmap=self.namespaces)
        moment.text = self._moment.isoformat(timespec="seconds")

    def _unpack(self, data: Any, references: Any) -> Any:
        sig_root, doc_root, covered, references = super()._unpack(data, references)
        for each in covered:
            take_signatures_out(each)
        # The whole document, also where its root bears an Id.
        whole = [type(reference)(URI="") for reference in references]
        return sig_root, doc_root, covered, whole

    def _build_transforms_for_reference(self, *, transforms_node: Any, reference: Any, **_options: Any) -> None:
        chosen = etree.SubElement(transforms_node, ds("Transform"), Algorithm=XPATH)
        etree.SubElement(chosen, ds("XPath")).text = ALL_BUT_SIGNATURES
        etree.SubElement(transforms_node, ds("Transform"), Algorithm=reference.c14n_method.value)

    def _name_value(self, sig_root: Any, signing_settings: Any) -> None:  # noqa: ARG002  the library's own signature
        sig_root.find(ds("SignatureValue")).set("Id", f"{sig_root.get('Id')}-value")

    def _cover_signature_before(self, sig_root: Any, signing_settings: Any) -> None:  # noqa: ARG002  the library's own signature
        before = [each for each in sig_root.getparent().findall(SIGNATURE) if each is not sig_root]
        if before:
            value = before[-1].find(ds("SignatureValue"))
            self._add_reference_to_signed_info(sig_root, value, Type=COUNTERSIGNED)  # type: ignore[no-untyped-call]  # the library leaves it untyped


class _KeyOfProvider:
    """Stands where the library expects a private key: the provider signs, and the key stays where it is."""

    def __init__(self, signer: Signer, certificate: x509.Certificate) -> None:
        public = certificate.public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise NotSignable(_("Keys of this kind do not sign XML."))
        self._signer, self.key_size = signer, public.key_size
        is_curve = isinstance(public, ec.EllipticCurvePublicKey)
        self.method = SignatureMethod.ECDSA_SHA256 if is_curve else SignatureMethod.RSA_SHA256

    def sign(self, data: bytes, **_wanted: object) -> bytes:
        """Return the value of the signature; the method chosen above says how."""
        value: bytes = asyncio.run(self._signer.async_sign_raw(data, "sha256"))
        return value
