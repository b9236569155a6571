"""Verify the signatures of a PDF."""

import io
from datetime import datetime

from asn1crypto import pem, x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from lienthong.kernel.papers.contracts import SignatureCheck

from .. import authority
from ..contracts import SignatureReport, VerificationReport


def verify_pdf(*, pdf: bytes) -> VerificationReport:
    """Return what the signatures in a PDF prove, against the authorities trusted on this server.

    Bytes that are no PDF are reported as not signed; nothing is fetched from the network.
    """
    try:
        embedded = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        reports = tuple(_report(one) for one in embedded)
    except (PdfError, ValueError, KeyError, TypeError, RecursionError):
        # A damaged file may break anywhere inside the reader; what cannot be read proves nothing.
        return VerificationReport(signatures=(), summary=_("This file cannot be read as a PDF."))
    return VerificationReport(signatures=reports, summary=_summary(reports))


def checks_of_paper(pdf: bytes) -> tuple[SignatureCheck, ...]:
    """Return the same as short lines for the public page of a paper."""
    return tuple(
        SignatureCheck(valid=one.valid, signer=one.signer, signed_at=one.signed_at, words=one.words)
        for one in verify_pdf(pdf=pdf).signatures
    )


def _report(embedded: EmbeddedPdfSignature) -> SignatureReport:
    signed_at = embedded.self_reported_timestamp
    certificate = embedded.signer_cert
    try:
        status = validate_pdf_signature(embedded, signer_validation_context=_trust(signed_at))
    except (SignatureValidationError, PathError, PdfError, ValueError):
        intact = trusted = whole = False
    else:
        intact = bool(status.intact and status.valid)
        trusted, whole = bool(status.trusted), _covers_all(status)
    return SignatureReport(
        intact=intact,
        trusted=trusted,
        whole_file=whole,
        signer=str(certificate.subject.native.get("common_name", "")),
        serial=format(certificate.serial_number, "x"),
        signed_at=signed_at,
        words=_words(intact=intact, trusted=trusted, whole=whole),
    )


def _trust(moment: datetime | None) -> ValidationContext:
    """The certificate is judged at the moment of signing, as PAdES B-B knows no better one."""
    roots = [x509.Certificate.load(pem.unarmor(one)[2]) for one in authority.trusted_certificates()]
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)


def _covers_all(status: PdfSignatureStatus) -> bool:
    """Nothing came after the signature but further signatures and their upkeep."""
    level = status.modification_level
    return bool(status.docmdp_ok) and level is not None and level <= ModificationLevel.FORM_FILLING


def _words(*, intact: bool, trusted: bool, whole: bool) -> str:
    if not intact:
        return _("The content was changed after signing, or the signature is damaged.")
    if not trusted:
        return _("The content is unchanged, but the certificate comes from an authority not trusted here.")
    if not whole:
        return _("Something was added to the file after this signature.")
    return _("The content is unchanged since it was signed, and the certificate is trusted.")


def _summary(reports: tuple[SignatureReport, ...]) -> str:
    if not reports:
        return _("This file carries no digital signature.")
    wrong = next((one for one in reports if not one.valid), None)
    if wrong is not None:
        return f"{wrong.signer}: {wrong.words}"
    return _("Every signature in this file is valid.")
