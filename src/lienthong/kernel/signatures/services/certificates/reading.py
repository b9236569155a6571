"""Reading a certificate from a file: PEM, DER or PKCS#7, with or without the certificates above it."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import FieldError, Invalid
from lienthong.kernel.ui.contracts import fold

from ...models import Certificate

LARGEST = 64 * 1024
_LONGEST_NAME = 500


@dataclass(frozen=True)
class ReadCertificate:
    """What a certificate says of itself."""

    pem: str
    fingerprint: str
    serial: str
    subject: str
    common_name: str
    issuer: str
    valid_from: datetime
    valid_to: datetime


def read_certificate(data: bytes) -> ReadCertificate:
    """Return what the certificate of a holder in a file says.

    :raises Invalid: the file is too large, or holds no certificate, or more than one of holders
    """
    if len(data) > LARGEST:
        raise _refusal(_("A certificate has at most 64 kB."))
    found = [each for each in _parse(data) if not _is_authority(each)]
    if len(found) != 1:
        raise _refusal(_("Choose a file that holds one certificate (PEM, DER or PKCS#7)."))
    (certificate,) = found
    try:
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return ReadCertificate(
            pem=certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"),
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            serial=format(certificate.serial_number, "x"),
            subject=_clean(certificate.subject.rfc4514_string()),
            common_name=_clean(str(names[0].value)) if names else "",
            issuer=_clean(certificate.issuer.rfc4514_string()),
            valid_from=certificate.not_valid_before_utc,
            valid_to=certificate.not_valid_after_utc,
        )
    except ValueError as error:
        raise _refusal(_("Choose a file that holds one certificate (PEM, DER or PKCS#7).")) from error


def as_pem(data: bytes) -> str:
    """Return the certificate in a file as text.

    :raises Invalid: see `read_certificate`
    """
    return read_certificate(data).pem


def write_into(row: Certificate, read: ReadCertificate) -> None:
    """Keep what a certificate says on our record of it.

    :raises Invalid: it is on another record already
    """
    if Certificate.objects.filter(fingerprint=read.fingerprint).exclude(pk=row.pk).exists():
        raise _refusal(_("This certificate is on record already."))
    fill_in(row, read)


def fill_in(row: Certificate, read: ReadCertificate) -> None:
    """Set what a certificate says on our record of it, which nobody else has."""
    row.pem, row.fingerprint, row.serial = read.pem, read.fingerprint, read.serial
    row.subject, row.issuer = read.subject, read.issuer
    row.valid_from, row.valid_to = read.valid_from, read.valid_to


def _parse(data: bytes) -> list[x509.Certificate]:
    for parse in (
        x509.load_pem_x509_certificates,
        pkcs7.load_pem_pkcs7_certificates,
        pkcs7.load_der_pkcs7_certificates,
    ):
        try:
            return parse(data)
        except Exception:  # noqa: BLE001, S112  each kind of file is tried; the parsers fail in many ways
            continue
    try:
        return [x509.load_der_x509_certificate(data)]
    except Exception:  # noqa: BLE001  a file that is none of them
        return []


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_NAME]


def _refusal(message: str) -> Invalid:
    return Invalid(message, errors=(FieldError("file", message),))


def check_holder(read: ReadCertificate, holder_name: str) -> None:
    """Refuse a certificate that names somebody else than the record does; marks and capitals may differ.

    :raises Invalid: the names differ
    """
    if fold(read.common_name) != fold(holder_name):
        raise _refusal(_("This certificate names %(name)s, not the holder.") % {"name": read.common_name or "—"})
