"""Sign a PDF."""

import hashlib
import io
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle

from lienthong.kernel.papers import services as papers
from lienthong.kernel.papers.contracts import SignaturePlace

from ..contracts import NotSignable, ProviderMissing
from ..extensions import current_provider
from ..models import SignatureRecord

# Room for the signature itself in the file; with EC keys and two certificates it takes about 2 kB.
_SIGNATURE_BYTES = 8192


def sign_pdf(
    *,
    pdf: bytes,
    signer_name: str,
    reason: str,
    location: str,
    now: datetime,
    field_name: str = "Signature1",
    key: str = "demo-officer",
    place: SignaturePlace | None = None,
) -> bytes:
    """Return the PDF with one more signature (PAdES B-B), and keep a record of it.

    The file is extended, never rewritten, so earlier signatures and PDF/A-2b hold.

    :param now: the moment of signing
    :param field_name: taken if free, else the next free `Signature<n>`
    :param key: which key of the provider signs
    :param place: where the name and time are shown; without it the signature is invisible
    :raises NotSignable: the bytes are no PDF that can be extended
    :raises ProviderMissing: no keys are set up on this server
    """
    signer = current_provider().signer(key=key, signer_name=signer_name)
    certificate = signer.signing_cert
    if certificate is None:
        raise ProviderMissing(_("The key has no certificate. Tell the administrator."), key=key)
    try:
        writer = _KeepingWriter(io.BytesIO(pdf))
        field_name = _free_field(writer, field_name)
        words = {"reason": reason, "location": location, "name": signer_name}
        made = _pdf_signer(signer, field_name, place=place, now=now, **words)
        output = made.sign_pdf(writer, existing_fields_only=False, in_place=False, bytes_reserved=_SIGNATURE_BYTES)
    except PdfError as error:
        raise NotSignable(_("This file is not a PDF that can be signed."), reason=str(error)) from error
    signed: bytes = output.getvalue()
    SignatureRecord.objects.create(
        sha256=hashlib.sha256(signed).hexdigest(),
        field_name=field_name,
        signer=signer_name,
        key=key,
        certificate_serial=format(certificate.serial_number, "x"),
        signed_at=now,
        evidence=_evidence(pdf, certificate, reason=reason, location=location),
    )
    return signed


def _evidence(pdf: bytes, certificate: Any, *, reason: str, location: str) -> dict[str, str]:
    """Return what is kept beside the signature: what was signed, why, where and with which certificate."""
    return {
        "profile": "PAdES B-B",
        "reason": reason,
        "location": location,
        "over_sha256": hashlib.sha256(pdf).hexdigest(),
        "certificate_sha256": certificate.sha256.hex(),
    }


class _KeepingWriter(IncrementalPdfFileWriter):
    """Adds to a file and leaves its metadata as printed, for they declare PDF/A-2b in the form the standard asks."""

    def _update_meta(self) -> None:
        """Do not write title, moments and declaration anew, which the library does by the clock of the machine."""


class _PrintedMark(PdfContent):
    """The page of a small PDF in memory, drawn as the look of a signature."""

    def __init__(self, pdf: bytes, *, width: int, height: int) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self.pdf = pdf

    def render(self) -> bytes:
        self.resources.xobject["/Mark"] = self._ensure_writer.import_page_as_xobject(
            PdfFileReader(io.BytesIO(self.pdf))
        )
        return b"/Mark Do"


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
    reason: str,
    location: str,
    name: str,
    place: SignaturePlace | None,
    now: datetime,
) -> _PdfSignerAt:
    made = _PdfSignerAt(
        signers.PdfSignatureMetadata(
            field_name=field_name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason or None,
            location=location or None,
            name=name,
        ),
        signer=signer,
        stamp_style=_mark(place, name=name, reason=reason, now=now) if place else None,
        new_field_spec=fields.SigFieldSpec(
            sig_field_name=field_name, on_page=place.page - 1 if place else 0, box=place.box if place else None
        ),
    )
    made.moment = now
    return made


def _mark(place: SignaturePlace, *, name: str, reason: str, now: datetime) -> StaticStampStyle:
    """Print what is seen of the signature; printed by typst, so its font is embedded as PDF/A demands."""
    left, bottom, right, top = place.box
    context = {"signer": name, "signed_at": now, "reason": reason, "width": right - left, "height": top - bottom}
    pdf = papers.render(template="signature-mark", context=context, now=now)
    exactly = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.NO_SCALING,
    )
    look = _PrintedMark(pdf, width=right - left, height=top - bottom)
    return StaticStampStyle(background=look, background_layout=exactly, border_width=0)


def _free_field(writer: IncrementalPdfFileWriter, wanted: str) -> str:
    taken = {name for name, _value, _reference in fields.enumerate_sig_fields(writer.prev)}
    number = len(taken)
    name = wanted
    while name in taken:
        number += 1
        name = f"Signature{number}"
    return name
