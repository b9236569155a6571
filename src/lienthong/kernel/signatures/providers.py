"""Providers that come with the program."""

import hashlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import cms, keys, x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import authority
from .extensions import SigningProvider

# Stands where the digest of a document goes, in what is otherwise the same for all of them.
_ANY_DIGEST = hashlib.sha256(b"any document").digest()


class ServerTestKeyProvider(SigningProvider):
    """Keys of the invented authority, kept on the server, made when first needed: for trial and demo only."""

    def signer(self, *, key: str, signer_name: str) -> Signer:
        """Return the signer, read from the disk once a process."""
        return _signer(Path(settings.KEYS_DIR), key, signer_name)


class _LeanSigner(SimpleSigner):
    """Builds once what is the same in all its signatures: the library's structures cost more than the signing.

    What is signed about a document, besides its digest, depends on the key alone; what was built is read back,
    for the library encodes a built structure anew each time it is looked at.
    """

    _attributes: bytes = b""

    async def signed_attrs(
        self, data_digest: bytes, digest_algorithm: str, *args: Any, **asked: Any
    ) -> cms.CMSAttributes:
        # PAdES keeps the moment of signing in the file, not among the attributes.
        more = replace(asked.get("attr_settings") or PdfCMSSignedAttributes(), signing_time=None)
        if not asked.get("use_pades") or more != PdfCMSSignedAttributes() or digest_algorithm != "sha256":
            return await super().signed_attrs(data_digest, digest_algorithm, *args, **asked)
        if not self._attributes:
            built = await super().signed_attrs(_ANY_DIGEST, digest_algorithm, *args, **asked)
            self._attributes = built.dump()
        return cms.CMSAttributes.load(self._attributes.replace(_ANY_DIGEST, data_digest))

    def signer_info(self, *args: Any, **kwargs: Any) -> cms.SignerInfo:
        return cms.SignerInfo.load(super().signer_info(*args, **kwargs).dump())


@lru_cache(maxsize=512)
def _signer(folder: Path, key: str, signer_name: str) -> SimpleSigner:  # noqa: ARG001  the folder is part of the cache's key
    private, certificate = authority.load(authority.make_leaf(key=key, signer_name=signer_name))
    root = authority.load(authority.root_file())[1]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    store.register(x509.Certificate.load(root.public_bytes(serialization.Encoding.DER)))
    secret = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _LeanSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=store,
    )
