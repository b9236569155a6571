"""Sign an XML document."""

import asyncio
import hashlib
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from pyhanko.sign.signers import Signer
from signxml.algorithms import SignatureMethod
from signxml.util import xades_tag
from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner

from ..contracts import NotSignable
from ..extensions import current_provider
from ..models import SignatureRecord
from .reading_xml import SIGNATURE, read_xml
from .sign_pdf import usable_certificate


def sign_xml(
    *, xml: bytes, signer_name: str, now: datetime, key: str = "demo-officer", reason: str = "", location: str = ""
) -> bytes:
    """Return the document with an enveloped signature over all of it (XAdES B-B), and keep a record of it.

    :param now: the moment of signing
    :param key: which key of the provider signs
    :raises NotSignable: the bytes are no XML, hold a document type, or are signed already
    :raises CertificateNotUsable: the certificate is expired, revoked or suspended
    :raises ProviderMissing: no keys are set up on this server
    """
    signer = current_provider().signer(key=key, signer_name=signer_name)
    held = usable_certificate(signer, key=key, now=now)
    root = read_xml(xml)
    if root is None:
        raise NotSignable(_("This file is not an XML document that can be signed."))
    if root.find(f".//{SIGNATURE}") is not None:
        raise NotSignable(_("This document is signed already."))
    certificate = x509.load_der_x509_certificate(held.dump())
    stand_in: Any = _KeyOfProvider(signer, certificate)
    made = _SignerAt(now, stand_in.method).sign(root, key=stand_in, cert=[certificate], always_add_key_value=False)
    signed: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
    SignatureRecord.objects.create(
        sha256=hashlib.sha256(signed).hexdigest(),
        field_name="XAdES",
        signer=signer_name,
        key=key,
        certificate_serial=format(held.serial_number, "x"),
        signed_at=now,
        evidence={
            "profile": "XAdES B-B",
            "reason": reason,
            "location": location,
            "over_sha256": hashlib.sha256(xml).hexdigest(),
            "certificate_sha256": held.sha256.hex(),
            "earlier": [],
        },
    )
    return signed


class _SignerAt(XAdESSigner):
    """Signs at the moment the caller gives, for services read no clock."""

    def __init__(self, moment: datetime, method: SignatureMethod) -> None:
        super().__init__(signature_algorithm=method, data_object_format=XAdESDataObjectFormat("XML", "text/xml"))
        self._moment = moment

    def add_signing_time(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:  # noqa: ARG002  the library's own signature
        name = xades_tag("SigningTime")  # type: ignore[no-untyped-call]  # the library leaves it untyped
        moment = etree.SubElement(signed_signature_properties, name, nsmap=self.namespaces)
        moment.text = self._moment.isoformat(timespec="seconds")


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
