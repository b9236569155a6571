"""What makes a signature last: by which authorities it is judged, and the proofs laid into the file."""

import io
from datetime import datetime

from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko_certvalidator import ValidationContext

from .. import authority
from ..authority.revocation import stored_lists
from ..providers.stamps import time_stamper

# The proofs stand in the same revision as the signature they are for, so that nothing is added after it.
TOGETHER = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)
_BEFORE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)


class KeepingWriter(IncrementalPdfFileWriter):
    """Adds to a file and leaves its metadata as printed, for they declare PDF/A-2b in the form the standard asks."""

    def _update_meta(self) -> None:
        """Do not write title, moments and declaration anew, which the library does by the clock of the machine."""


def roots() -> list[x509.Certificate]:
    """Return the authorities trusted on this server."""
    return [x509.Certificate.load(pem.unarmor(one)[2]) for one in authority.trusted_certificates()]


def proving_context(*, now: datetime) -> ValidationContext:
    """Return by what a certificate is proved good at the moment of signing; lists of real authorities are fetched."""
    return ValidationContext(
        trust_roots=roots(),
        crls=list(stored_lists()),
        moment=now,
        allow_fetching=True,
        revocation_mode="require",
        retroactive_revinfo=True,
    )


def stamp_whole_file(pdf: bytes, *, now: datetime) -> bytes:
    """Return the file with a time stamp over all of it and over the proofs in it; it can be stamped again later."""
    writer = KeepingWriter(io.BytesIO(pdf))
    output = PdfTimeStamper(time_stamper(now=now)).timestamp_pdf(
        writer, "sha256", proving_context(now=now), dss_settings=_BEFORE_STAMP, in_place=False
    )
    stamped: bytes = output.getvalue()
    return stamped
