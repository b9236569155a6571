"""Verify the signatures of a PDF."""

import io
from datetime import datetime

from asn1crypto import pem, x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from lienthong.kernel.papers.contracts import SignatureCheck

from .. import authority
from ..contracts import SignatureReport, VerificationReport


def verify_pdf(*, pdf: bytes) -> VerificationReport:
    """Return what the signatures in a PDF prove, against the authorities trusted on this server.

    Bytes that are no PDF are reported as not signed; nothing is fetched from the network.
    """
    roots = [x509.Certificate.load(pem.unarmor(one)[2]) for one in authority.trusted_certificates()]
    try:
        reports = _reports(PdfFileReader(io.BytesIO(pdf)), roots)
    except Exception:  # noqa: BLE001  a damaged file may break anywhere inside the reader; unread, it proves nothing
        return VerificationReport(signatures=(), summary=_("This file cannot be read as a PDF."))
    return VerificationReport(signatures=reports, summary=_summary(reports))


def checks_of_paper(pdf: bytes) -> tuple[SignatureCheck, ...]:
    """Return the same as short lines for the public page of a paper."""
    return tuple(
        SignatureCheck(valid=one.valid, signer=one.signer, signed_at=one.signed_at, words=one.words)
        for one in verify_pdf(pdf=pdf).signatures
    )


def _reports(reader: PdfFileReader, roots: list[x509.Certificate]) -> tuple[SignatureReport, ...]:
    """Judge every signature field that is filled; one that the library leaves out as unreadable is a damaged one."""
    embedded = reader.embedded_signatures
    regular = reader.embedded_regular_signatures
    judged = [_report(one, roots, is_last=one is embedded[-1]) for one in regular]
    read = {one.field_name for one in embedded}
    filled = [name for name, value, _reference in enumerate_sig_fields(reader) if value is not None]
    return (*judged, *(_damaged(name) for name in filled if name not in read))


def _damaged(field_name: str) -> SignatureReport:
    return SignatureReport(
        intact=False,
        trusted=False,
        whole_file=False,
        signer=field_name,
        serial="",
        signed_at=None,
        words=_words(intact=False, trusted=False, whole=False),
    )


def _report(embedded: EmbeddedPdfSignature, roots: list[x509.Certificate], *, is_last: bool) -> SignatureReport:
    signed_at = embedded.self_reported_timestamp
    certificate = embedded.signer_cert
    try:
        status = validate_pdf_signature(embedded, signer_validation_context=_trust(roots, signed_at))
    except (SignatureValidationError, PathError, PdfError, ValueError):
        intact = trusted = whole = False
    else:
        intact = bool(status.intact and status.valid)
        trusted, whole = bool(status.trusted), _covers_all(status, is_last=is_last)
    return SignatureReport(
        intact=intact,
        trusted=trusted,
        whole_file=whole,
        signer=str(certificate.subject.native.get("common_name", "")),
        serial=format(certificate.serial_number, "x"),
        signed_at=signed_at,
        words=_words(intact=intact, trusted=trusted, whole=whole),
    )


def _trust(roots: list[x509.Certificate], moment: datetime | None) -> ValidationContext:
    """The certificate is judged at the moment of signing, as PAdES B-B knows no better one."""
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)


def _covers_all(status: PdfSignatureStatus, *, is_last: bool) -> bool:
    """Nothing came after the signature but further signatures, and after the last one nothing but their upkeep."""
    level = status.modification_level
    if not status.docmdp_ok or level is None or level > ModificationLevel.FORM_FILLING:
        return False
    to_the_end = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return not is_last or to_the_end or level is ModificationLevel.LTA_UPDATES


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
