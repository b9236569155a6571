"""Sign a PDF."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError

from lienthong.kernel.papers.contracts import SignaturePlace

from .. import rules, words
from ..contracts import (
    TRIAL_KEY,
    Appearance,
    CertificateNotUsable,
    CertificateState,
    Level,
    NotSignable,
    ProviderMissing,
    SignerRole,
    SigningKey,
)
from ..extensions import current_provider
from ..models import SignatureRecord
from ..providers.stamps import no_stamp, time_stamper
from ..queries import Earlier, certificate_state, earlier_signers
from .appearance import mark
from .lasting import TOGETHER, KeepingWriter, proving_context, stamp_whole_file
from .order import check_order

# Room for the signature itself in the file; with EC keys and two certificates it takes about 2 kB, a stamp 2 to 6 more.
_SIGNATURE_BYTES, _STAMPED_BYTES = 8192, 24576


def sign_pdf(
    *,
    pdf: bytes,
    signer_name: str,
    reason: str,
    location: str,
    now: datetime,
    field_name: str = "Signature1",
    key: str | SigningKey = TRIAL_KEY,
    place: SignaturePlace | None = None,
    kind: str = "",
    level: Level | None = None,
    role: SignerRole = SignerRole.PERSON,
    after: Sequence[str] = (),
    appearance: Appearance | None = None,
) -> bytes:
    """Return the PDF with one more signature (PAdES), and keep a record of it.

    The file is extended, never rewritten, so earlier signatures and PDF/A-2b hold.

    :param now: the moment of signing
    :param key: what `queries.signing_key` gave, or the name of a key of the provider
    :param field_name: taken if free, else the next free `Signature<n>`
    :param place: where the name and time are shown; without it the signature is invisible
    :param kind: the kind of paper, by which the settings choose the level unless `level` is given
    :param role: AGENCY for a seal, which comes after the person who is competent
    :param after: names of those who must have signed before, in their order
    :param appearance: how the signature looks at its place
    :raises NotSignable: the bytes are no PDF that can be extended
    :raises OutOfOrder: somebody else must sign before, or the seal is on it already
    :raises CertificateNotUsable: the certificate is expired, revoked or suspended
    :raises StampMissing: no time stamp or no proof of the certificate could be had
    :raises ProviderMissing: no keys are set up on this server
    :raises KeyRefused: the token or signing service refused
    """
    held = key if isinstance(key, SigningKey) else SigningKey(key)
    signer, certificate = signer_with(held, signer_name=signer_name, now=now)
    level = level or rules.level_of(kind, settings.SIGNATURE_LEVELS)
    with _refusals():
        writer = KeepingWriter(io.BytesIO(pdf))
        earlier, field_name = _look(writer, pdf, field_name, role=role, after=after, now=now)
        said = {"reason": reason, "location": location, "name": signer_name}
        look = appearance or Appearance()
        made = _pdf_signer(signer, field_name, level=level, now=now, place=place, appearance=look, **said)
        signed = _write(made, writer, level=level, now=now)
    facts = {"field_name": field_name, "key": held.name, "role": role, "level": level}
    _record(pdf, signed, certificate, earlier, now=now, **said, **facts)
    return signed


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell in words what the library could not do."""
    try:
        yield
    except PdfError as error:
        raise NotSignable(_("This file is not a PDF that can be signed."), reason=str(error)) from error
    except (SigningError, TimestampRequestError, OSError) as error:
        raise no_stamp(str(error)) from error


def _write(made: "_PdfSignerAt", writer: KeepingWriter, *, level: Level, now: datetime) -> bytes:
    room = _SIGNATURE_BYTES if level is Level.B_B else _STAMPED_BYTES
    output = made.sign_pdf(writer, existing_fields_only=False, in_place=False, bytes_reserved=room)
    signed: bytes = output.getvalue()
    return stamp_whole_file(signed, now=now) if level is Level.B_LTA else signed


def _look(
    writer: KeepingWriter, pdf: bytes, wanted: str, *, role: SignerRole, after: Sequence[str], now: datetime
) -> tuple[tuple[Earlier, ...], str]:
    """Return who signed before, and the name of a free field.

    :raises OutOfOrder: it is somebody else's turn
    """
    taken = {name: value for name, value, _reference in fields.enumerate_sig_fields(writer.prev)}
    is_signed = any(value is not None for value in taken.values())
    earlier = earlier_signers(data=pdf) if is_signed else ()
    check_order(pdf=pdf, role=role, after=after, earlier=earlier, is_signed=is_signed, now=now)
    return earlier, _free_field(set(taken), wanted)


def signer_with(key: SigningKey, *, signer_name: str, now: datetime) -> tuple[signers.Signer, Any]:
    """Return who signs with a key, and the certificate of it.

    :raises ProviderMissing: the key is not held here, or has no certificate
    :raises CertificateNotUsable: the certificate does not count now, or is not the one on record
    """
    signer = current_provider().signer(key=key.name, signer_name=key.holder or signer_name)
    certificate = signer.signing_cert
    if certificate is None:
        raise ProviderMissing(_("The key has no certificate. Tell the administrator."), key=key.name)
    _check_record(certificate.sha256.hex(), key)
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        message = _("The certificate has expired or does not count yet. Ask for a new one.")
        raise CertificateNotUsable(message, key=key.name)
    return signer, certificate


def _check_record(fingerprint: str, key: SigningKey) -> None:
    """Compare the certificate with our record of it: read already with the key, or now."""
    if key.fingerprint:
        if key.fingerprint != fingerprint:
            message = _("The key “%(key)s” holds another certificate than the one on record. Tell the administrator.")
            raise CertificateNotUsable(message % {"key": key.name}, key=key.name)
        return
    state = certificate_state(fingerprint=fingerprint)
    if state not in {None, CertificateState.IN_USE}:
        message = _("The certificate is not in use (%(state)s). Tell the administrator.")
        raise CertificateNotUsable(message % {"state": words.STATE[state]}, state=state.value)


def _record(
    pdf: bytes,
    signed: bytes,
    certificate: Any,
    earlier: Sequence[Earlier],
    *,
    now: datetime,
    name: str,
    reason: str,
    location: str,
    **facts: str,
) -> None:
    """Keep beside the signature what was signed, why, where, after whom and with which certificate."""
    SignatureRecord.objects.create(
        sha256=hashlib.sha256(signed).hexdigest(),
        signer=name,
        certificate_serial=format(certificate.serial_number, "x"),
        signed_at=now,
        order=len(earlier) + 1,
        evidence={
            "profile": f"PAdES {facts['level']}",
            "reason": reason,
            "location": location,
            "over_sha256": hashlib.sha256(pdf).hexdigest(),
            "certificate_sha256": certificate.sha256.hex(),
            "earlier": [list(each) for each in earlier],
        },
        **facts,
    )


class _PdfSignerAt(signers.PdfSigner):
    """Signs at the moment the caller gives, for services read no clock."""

    moment: datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(pdf_out, *args, **kwargs)
        session.system_time = self.moment
        return session


def _pdf_signer(
    signer: signers.Signer,
    field_name: str,
    *,
    level: Level,
    now: datetime,
    reason: str,
    location: str,
    name: str,
    place: SignaturePlace | None,
    appearance: Appearance,
) -> _PdfSignerAt:
    proves = level in {Level.B_LT, Level.B_LTA}
    made = _PdfSignerAt(
        signers.PdfSignatureMetadata(
            field_name=field_name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason or None,
            location=location or None,
            name=name,
            embed_validation_info=proves,
            validation_context=proving_context(now=now) if proves else None,
            dss_settings=TOGETHER,
        ),
        signer=signer,
        timestamper=time_stamper(now=now) if level is not Level.B_B else None,
        stamp_style=mark(place, appearance, name=name, reason=reason, now=now) if place else None,
        new_field_spec=fields.SigFieldSpec(
            sig_field_name=field_name, on_page=place.page - 1 if place else 0, box=place.box if place else None
        ),
    )
    made.moment = now
    return made


def _free_field(taken: set[str], wanted: str) -> str:
    number, name = len(taken), wanted
    while name in taken:
        number += 1
        name = f"Signature{number}"
    return name
