"""The invented authority of trial and demo: a root and one certificate for each key and name, under KEYS_DIR.

Every PEM file holds a private key and its certificate, appears whole or not at all, and is readable by its owner only.
"""

import hashlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

ROOT_NAME = "Liên Thông - tổ chức chứng thực thử nghiệm"
# Fixed and wide, so that a demonstration may sign papers of past years.
_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)


def root_file() -> Path:
    """Return where the root of the test authority lies, whether it exists or not."""
    return Path(settings.KEYS_DIR) / "test-ca" / "root.pem"


def make_root() -> Path:
    """Make the root unless it exists; return its file."""
    path = root_file()
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(ROOT_NAME)
        builder = _certificate(subject=name, issuer=name, public_key=key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(sign=False), critical=True)
        _keep(path, key, builder.sign(key, hashes.SHA256()))
    return path


def make_leaf(*, key: str, signer_name: str) -> Path:
    """Make the certificate of a key and name unless it exists; return its file."""
    root = make_root()
    identity = hashlib.sha256(f"{key}\n{signer_name}".encode()).hexdigest()[:32]
    path = root.parent / "keys" / f"{identity}.pem"
    if not path.exists():
        root_key, root_certificate = load(root)
        leaf_key = ec.generate_private_key(ec.SECP256R1())
        builder = _certificate(
            subject=_name(signer_name, key), issuer=root_certificate.subject, public_key=leaf_key.public_key()
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(sign=True), critical=True)
        issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
        builder = builder.add_extension(issuer_id, critical=False)
        _keep(path, leaf_key, builder.sign(root_key, hashes.SHA256()))
    return path


def load(path: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return the key and certificate of a file made here."""
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds another kind of key")
    return key, x509.load_pem_x509_certificate(pem)


def trusted_certificates() -> tuple[bytes, ...]:
    """Return the roots trusted on this server, as PEM.

    The test authority counts only where its provider is in use; others lie as PEM files in KEYS_DIR/trusted.
    """
    found = [path.read_bytes() for path in sorted((Path(settings.KEYS_DIR) / "trusted").glob("*.pem"))]
    if settings.SIGNATURES_PROVIDER == "server_test_key" and root_file().exists():
        certificate = load(root_file())[1]
        found.append(certificate.public_bytes(serialization.Encoding.PEM))
    return tuple(found)


def _name(common: str, key: str = "") -> x509.Name:
    # X.520 allows 64 letters for a common name.
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common[:64])]
    if key:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, key[:64]))
    return x509.Name(parts)


def _certificate(
    *, subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign,
        crl_sign=not sign,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(path: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
    """Write key and certificate together; of two processes that do so at once, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # A named temporary file is made with mode 0600; linking fails where the file is there already.
    with tempfile.NamedTemporaryFile(dir=path.parent) as file:
        file.write(secret + certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        os.fsync(file.fileno())
        try:
            path.hardlink_to(file.name)
        except FileExistsError:
            return
