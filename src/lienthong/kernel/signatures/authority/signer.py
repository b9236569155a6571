"""Signing with a key held in memory: parsed once, for parsing an RSA key takes longer than signing with it."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import PrivateKey, load, root_file

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_LONGEST = 512
# Stands where the digest of a document goes, in what is otherwise the same for all of them.
_ANY_DIGEST = hashlib.sha256(b"any document").digest()


class ParsedKeySigner(Signer):
    """Signs with a parsed key, and builds once what is the same in all its signatures.

    What is signed about a document, besides its digest, depends on the key alone, and building it costs three times
    the signing; what was built is read back, for the library encodes a built structure anew each time it is looked at.
    """

    def __init__(self, *, key: PrivateKey, certificate: x509.Certificate, chain: list[x509.Certificate]) -> None:
        """Hold the key with its certificate, and the certificates above it."""
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._key = key
        self._attributes = b""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  the library's own signature
        """Return the value of the signature over the bytes."""
        if dry_run:
            return bytes(_LONGEST)
        algorithm = _HASHES[digest_algorithm.lower()]()
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(algorithm))
        return self._key.sign(data, padding.PKCS1v15(), algorithm)

    async def signed_attrs(
        self, data_digest: bytes, digest_algorithm: str, *args: Any, **asked: Any
    ) -> cms.CMSAttributes:
        """Return the signed attributes as they are written."""
        # PAdES keeps the moment of signing in the file, not among the attributes.
        more = replace(asked.get("attr_settings") or PdfCMSSignedAttributes(), signing_time=None)
        if not asked.get("use_pades") or more != PdfCMSSignedAttributes() or digest_algorithm != "sha256":
            built = await super().signed_attrs(data_digest, digest_algorithm, *args, **asked)
            return cms.CMSAttributes.load(built.dump())
        if not self._attributes:
            built = await super().signed_attrs(_ANY_DIGEST, digest_algorithm, *args, **asked)
            self._attributes = built.dump()
        return cms.CMSAttributes.load(self._attributes.replace(_ANY_DIGEST, data_digest))

    def signer_info(self, *args: Any, **kwargs: Any) -> cms.SignerInfo:
        """Return the information on the signer as it is written."""
        return cms.SignerInfo.load(super().signer_info(*args, **kwargs).dump())


def signer_of(path: Path) -> ParsedKeySigner:
    """Return a signer with the key and certificate of a file of the invented authority."""
    key, certificate = load(path)
    root = load(root_file())[1]
    return ParsedKeySigner(key=key, certificate=as_asn1(certificate.public_bytes), chain=[as_asn1(root.public_bytes)])


def as_asn1(public_bytes: Any) -> x509.Certificate:
    """Return a certificate in the form in which the library of signatures takes it."""
    return x509.Certificate.load(public_bytes(serialization.Encoding.DER))
