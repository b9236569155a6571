"""Providers that come with the program."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import cms, keys, x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import authority
from .extensions import SigningProvider


class ServerTestKeyProvider(SigningProvider):
    """Keys of the invented authority, kept on the server, made when first needed: for trial and demo only."""

    def signer(self, *, key: str, signer_name: str) -> Signer:
        """Return the signer, read from the disk once a process."""
        return _signer(Path(settings.KEYS_DIR), key, signer_name)


class _LeanSigner(SimpleSigner):
    """Reads back what it has built: the library encodes a built structure anew each time it is looked at."""

    async def signed_attrs(self, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        built = await super().signed_attrs(*args, **kwargs)
        return cms.CMSAttributes.load(built.dump())

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
