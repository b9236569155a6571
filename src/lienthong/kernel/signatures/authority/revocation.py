"""What the invented authority says of its certificates: which it revoked, as a list (CRL) and on question (OCSP)."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from django.conf import settings

from ..extensions import is_trial
from . import FROM, UNTIL, load, make_root, root_file

_DER = serialization.Encoding.DER


def revoke(*, serial: str, now: datetime) -> None:
    """Revoke a certificate of the invented authority from a moment on; the first moment counts.

    :param serial: in hexadecimal digits
    """
    make_root()
    known = _revoked()
    known.setdefault(serial.lower(), now)
    text = json.dumps({name: moment.isoformat() for name, moment in sorted(known.items())})
    part = _file().with_suffix(".part")
    part.write_text(text, encoding="ascii")
    part.replace(_file())


def revoked_at(serial: str) -> datetime | None:
    """Return since when a certificate of the invented authority is revoked."""
    return _revoked().get(serial.lower())


def revocation_list() -> bytes:
    """Return the list of what was revoked (CRL, DER); it counts for as long as the authority itself."""
    key, root = load(make_root())
    known = _revoked()
    last = max([FROM, *known.values()])
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject).last_update(last).next_update(UNTIL)
    for serial, moment in known.items():
        entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(moment)
        builder = builder.add_revoked_certificate(entry.build())
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = builder.add_extension(issuer_id, critical=False).add_extension(x509.CRLNumber(len(known)), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(_DER)


def answer_ocsp(question: bytes, *, now: datetime) -> bytes:
    """Answer a question for one certificate (RFC 6960); what cannot be read is answered as malformed."""
    try:
        asked = ocsp.load_der_ocsp_request(question)
    except ValueError:
        malformed = ocsp.OCSPResponseStatus.MALFORMED_REQUEST
        return ocsp.OCSPResponseBuilder.build_unsuccessful(malformed).public_bytes(_DER)
    key, root = load(make_root())
    moment = _revoked().get(format(asked.serial_number, "x"))
    builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
        issuer_name_hash=asked.issuer_name_hash,
        issuer_key_hash=asked.issuer_key_hash,
        serial_number=asked.serial_number,
        algorithm=asked.hash_algorithm,
        cert_status=ocsp.OCSPCertStatus.REVOKED if moment else ocsp.OCSPCertStatus.GOOD,
        this_update=now,
        next_update=now + timedelta(days=1),
        revocation_time=moment,
        revocation_reason=x509.ReasonFlags.unspecified if moment else None,
    )
    answer = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, root).sign(key, hashes.SHA256())
    return answer.public_bytes(_DER)


def stored_lists() -> tuple[bytes, ...]:
    """Return the lists of revoked certificates known on this server, DER.

    Those of real authorities lie in KEYS_DIR/crls; the list of the invented one counts where its provider is in use.
    """
    found = [_as_der(path.read_bytes()) for path in sorted((Path(settings.KEYS_DIR) / "crls").glob("*.crl"))]
    if is_trial() and root_file().exists():
        found.append(revocation_list())
    return tuple(found)


def _as_der(data: bytes) -> bytes:
    if data.lstrip().startswith(b"-----"):
        return x509.load_pem_x509_crl(data).public_bytes(_DER)
    return data


def _file() -> Path:
    return root_file().parent / "revoked.json"


def _revoked() -> dict[str, datetime]:
    try:
        text = _file().read_text(encoding="ascii")
    except FileNotFoundError:
        return {}
    return {serial: datetime.fromisoformat(moment) for serial, moment in json.loads(text).items()}
