"""Verify the signatures of a PDF."""

import hashlib
import io
from datetime import datetime

from asn1crypto import cms
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.errors import PathError

from lienthong.kernel.papers.contracts import SignatureCheck

from ..authority.revocation import stored_lists
from ..contracts import Answer, Check, CheckName, Level, SignatureReport, VerificationReport
from ..queries import was_signed_here
from ..words import summary_of, words_of, words_of_signature
from .judging import Moment, Proofs, is_proved_good, is_trusted, judge
from .lasting import roots

_UNREADABLE = (SignatureValidationError, PathError, PdfError, ValueError, KeyError, TypeError)


def verify_pdf(*, pdf: bytes, now: datetime) -> VerificationReport:
    """Return what the signatures in a PDF prove, against the authorities trusted on this server.

    Each certificate is judged as of the moment of signing, which a time stamp proves. Bytes that are no PDF are
    reported as not signed; nothing is fetched from the network.

    :param now: the moment of judging
    """
    try:
        reports = _File(pdf, now).reports()
    except Exception:  # noqa: BLE001  a damaged file may break anywhere inside the reader; unread, it proves nothing
        return VerificationReport(signatures=(), summary=_("This file cannot be read as a PDF."))
    return VerificationReport(signatures=reports, summary=summary_of(reports))


def checks_of_paper(pdf: bytes, now: datetime) -> tuple[SignatureCheck, ...]:
    """Return the same as short lines for the public page of a paper."""
    return tuple(
        SignatureCheck(valid=one.valid, signer=one.signer, signed_at=one.signed_at, words=one.words)
        for one in verify_pdf(pdf=pdf, now=now).signatures
    )


class _File:
    """A file being judged: its signatures, and by what they are judged."""

    def __init__(self, pdf: bytes, now: datetime) -> None:
        self.pdf, self.now = pdf, now
        self.reader = PdfFileReader(io.BytesIO(pdf))
        self.embedded = self.reader.embedded_signatures
        self.inside = _proofs_inside(self.reader)
        self.proofs = Proofs(
            roots=self.inside.roots,
            certificates=self.inside.certificates,
            crls=[*self.inside.crls, *stored_lists()],
            ocsps=self.inside.ocsps,
        )

    def reports(self) -> tuple[SignatureReport, ...]:
        """Judge every field that is filled; one that the library leaves out as unreadable is a damaged one."""
        stamps_hold = all(self._holds_stamp(one) for one in self.reader.embedded_timestamp_signatures)
        judged = [self._report(one, stamps_hold=stamps_hold) for one in self.reader.embedded_regular_signatures]
        read = {one.field_name for one in self.embedded}
        filled = [name for name, value, _reference in enumerate_sig_fields(self.reader) if value is not None]
        return (*judged, *(_damaged(name) for name in filled if name not in read))

    def _holds_stamp(self, stamp: EmbeddedPdfSignature) -> bool:
        """Tell whether a time stamp over the whole file holds, and is followed by nothing when it is the last."""
        named = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        try:
            status = validate_pdf_timestamp(stamp, self.proofs.context(named))
        except _UNREADABLE:
            return False
        to_the_end = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        return bool(status.intact and status.valid) and (to_the_end or stamp is not self.embedded[-1])

    def _report(self, embedded: EmbeddedPdfSignature, *, stamps_hold: bool) -> SignatureReport:
        certificate, others = embedded.signer_cert, list(embedded.other_embedded_certs)
        moment = Moment(claimed=embedded.self_reported_timestamp)
        intact = whole = False
        try:
            status = validate_pdf_signature(
                embedded, self.proofs.context(moment.best(self.now)), self.proofs.context(_stamp_says(embedded))
            )
        except _UNREADABLE:
            pass
        else:
            intact = bool(status.intact and status.valid)
            whole = stamps_hold and self._covers_all(status, embedded)
            moment = self._moment(embedded, status) if intact else moment
        checks = (
            _answer(CheckName.CONTENT, intact, "intact", "changed"),
            _answer(CheckName.ADDITIONS, whole, "nothing_added", "added"),
            *judge(certificate, others, proofs=self.proofs, moment=moment, now=self.now),
        )
        trusted = intact and is_trusted(checks[2:])
        return SignatureReport(
            intact=intact,
            trusted=trusted,
            whole_file=whole,
            signer=str(certificate.subject.native.get("common_name", "")),
            serial=format(certificate.serial_number, "x"),
            signed_at=moment.claimed,
            words=words_of_signature(intact=intact, trusted=trusted, whole=whole, checks=checks[2:]),
            stamped_at=moment.stamped,
            level=self._level(embedded, moment),
            issuer=str(certificate.issuer.native.get("common_name", "")),
            checks=tuple(_told(check) for check in checks),
        )

    def _moment(self, embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> Moment:
        stamp = status.timestamp_validity
        good = stamp is not None and bool(stamp.intact and stamp.valid and stamp.trusted)
        stamped = stamp.timestamp if good and stamp is not None else None
        end = embedded.byte_range[2] + embedded.byte_range[3]
        known = stamped is None and was_signed_here(
            sha256=hashlib.sha256(self.pdf[:end]).hexdigest(), serial=format(embedded.signer_cert.serial_number, "x")
        )
        return Moment(
            claimed=embedded.self_reported_timestamp,
            stamped=stamped,
            stamp_is_bad=stamp is not None and not good,
            is_registered=known,
        )

    def _covers_all(self, status: PdfSignatureStatus, embedded: EmbeddedPdfSignature) -> bool:
        """Nothing came after the signature but further signatures, and after the last one nothing but their upkeep."""
        level = status.modification_level
        if not status.docmdp_ok or level is None or level > ModificationLevel.FORM_FILLING:
            return False
        to_the_end = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        return embedded is not self.embedded[-1] or to_the_end or level is ModificationLevel.LTA_UPDATES

    def _level(self, embedded: EmbeddedPdfSignature, moment: Moment) -> str:
        """Return the level that the file itself proves."""
        if moment.stamped is None:
            return Level.B_B
        others = embedded.other_embedded_certs
        if not is_proved_good(embedded.signer_cert, others, proofs=self.inside, moment=moment.stamped):
            return Level.B_T
        follows = self.embedded[self.embedded.index(embedded) + 1 :]
        return Level.B_LTA if any(each.sig_object_type == "/DocTimeStamp" for each in follows) else Level.B_LT


def _proofs_inside(reader: PdfFileReader) -> Proofs:
    """Return what was laid into the file to prove its certificates."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Proofs(roots=roots())
    lists = [each.get_object().data for each in store.crls]
    answers = [each.get_object().data for each in store.ocsps]
    return Proofs(roots=roots(), certificates=list(store.load_certs()), crls=lists, ocsps=answers)


def _stamp_says(embedded: EmbeddedPdfSignature) -> datetime | None:
    """Return the moment that a time stamp in the signature names, before it is judged."""
    for stamp in extract_tst_data_iter(embedded.signer_info, signed=False):
        data: cms.SignedData = stamp
        named: datetime = data["encap_content_info"]["content"].parsed["gen_time"].native
        return named
    return None


def _answer(name: CheckName, good: bool, code: str, otherwise: str) -> Check:  # noqa: FBT001  the one thing that is told
    return Check(name, Answer.GOOD if good else Answer.BAD, code if good else otherwise)


def _told(check: Check) -> Check:
    return Check(check.name, check.answer, check.code, words_of(check))


def _damaged(field_name: str) -> SignatureReport:
    check = _told(Check(CheckName.CONTENT, Answer.BAD, "changed"))
    words = words_of_signature(intact=False, trusted=False, whole=False, checks=())
    return SignatureReport(
        intact=False,
        trusted=False,
        whole_file=False,
        signer=field_name,
        serial="",
        signed_at=None,
        words=words,
        checks=(check,),
    )
