"""The invented authority of trial and demo: a root, its time stamps, a certificate for each key and name, in KEYS_DIR.

Every PEM file holds a private key and its certificate, appears whole or not at all, and is readable by its owner only.
"""

import hashlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from django.conf import settings

from ..extensions import is_trial

ROOT_NAME = "Liên Thông - tổ chức chứng thực thử nghiệm"
# Fixed and wide, so that a demonstration may sign papers of past years.
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
STAMPS = "Liên Thông - dấu thời gian thử nghiệm"
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


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


def make_leaf(
    *, key: str, signer_name: str, algorithm: str = "ec", period: tuple[datetime, datetime] = (FROM, UNTIL)
) -> Path:
    """Make the certificate of a key and name unless it exists; return its file.

    :param algorithm: "ec" for P-256, "rsa" for 2048 bits
    """
    own = "" if (algorithm, period) == ("ec", (FROM, UNTIL)) else f"\n{algorithm}\n{period[0]}\n{period[1]}"
    identity = hashlib.sha256(f"{key}\n{signer_name}{own}".encode()).hexdigest()[:32]
    path = make_root().parent / "keys" / f"{identity}.pem"
    if not path.exists():
        leaf_key = _new_key(algorithm)
        builder = _certificate(
            subject=_name(signer_name, key), issuer=_name(ROOT_NAME), public_key=leaf_key.public_key(), period=period
        )
        _issue(path, leaf_key, builder)
    return path


def make_stamping_key() -> Path:
    """Make the key and certificate of the time stamps unless they exist; return their file."""
    path = make_root().parent / "stamps.pem"
    if not path.exists():
        key = _new_key("ec")
        builder = _certificate(subject=_name(STAMPS), issuer=_name(ROOT_NAME), public_key=key.public_key())
        only_stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        _issue(path, key, builder.add_extension(only_stamps, critical=True))
    return path


def _new_key(algorithm: str) -> PrivateKey:
    if algorithm == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _issue(path: Path, key: PrivateKey, builder: x509.CertificateBuilder) -> None:
    """Sign a certificate with the root and keep it with its key."""
    root_key, _root = load(root_file())
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(sign=True), critical=True)
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = builder.add_extension(issuer_id, critical=False)
    if address := settings.SIGNATURES_TEST_AUTHORITY_URL.rstrip("/"):
        list_at = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{address}/crl")], None, None, None)
        asked_at = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{address}/ocsp")
        )
        builder = builder.add_extension(x509.CRLDistributionPoints([list_at]), critical=False)
        builder = builder.add_extension(x509.AuthorityInformationAccess([asked_at]), critical=False)
    _keep(path, key, builder.sign(root_key, hashes.SHA256()))


def load(path: Path) -> tuple[PrivateKey, x509.Certificate]:
    """Return the key and certificate of a file made here."""
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, PrivateKey):
        raise TypeError(f"{path} holds another kind of key")
    return key, x509.load_pem_x509_certificate(pem)


def trusted_certificates() -> tuple[bytes, ...]:
    """Return the roots trusted on this server, as PEM.

    The test authority counts only where its provider is in use; others lie as PEM files in KEYS_DIR/trusted.
    """
    found = [path.read_bytes() for path in sorted((Path(settings.KEYS_DIR) / "trusted").glob("*.pem"))]
    if is_trial() and root_file().exists():
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
    *,
    subject: x509.Name,
    issuer: x509.Name,
    public_key: PublicKey,
    period: tuple[datetime, datetime] = (FROM, UNTIL),
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
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


def _keep(path: Path, key: PrivateKey, certificate: x509.Certificate) -> None:
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
