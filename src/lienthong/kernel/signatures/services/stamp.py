"""Stamp the time of any bytes by their digest (RFC 3161), and verify such a stamp."""

import asyncio
from datetime import datetime

from asn1crypto import cms
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from ..authority.revocation import stored_lists
from ..contracts import StampReport
from ..providers.stamps import no_stamp, time_stamper
from .judging import Proofs
from .lasting import roots

_DIGEST_BYTES = 32


def stamp_digest(*, digest: bytes, now: datetime) -> bytes:
    """Return a time stamp (RFC 3161 token, DER) over a SHA-256 digest; `openssl ts -verify -token_in` reads it.

    :param digest: 32 bytes
    :raises StampMissing: no authority is set up, or it gave no stamp
    :raises ValueError: the digest is no SHA-256
    """
    if len(digest) != _DIGEST_BYTES:
        raise ValueError("a SHA-256 digest has 32 bytes")
    try:
        token = asyncio.run(time_stamper(now=now).async_timestamp(digest, "sha256"))
    except (SigningError, TimestampRequestError, OSError) as error:
        raise no_stamp(str(error)) from error
    return bytes(token.dump())


def verify_stamp(*, token: bytes, digest: bytes) -> StampReport:
    """Return what a time stamp proves of a digest; one that cannot be read proves nothing."""
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        facts = signed["encap_content_info"]["content"].parsed
        named: datetime = facts["gen_time"].native
        context = Proofs(roots=roots(), crls=stored_lists()).context(named)
        found = TimestampSignatureStatus(**asyncio.run(validate_tst_signed_data(signed, context, lambda _name: digest)))
    except Exception:  # noqa: BLE001  a damaged stamp may break anywhere inside the reader; unread, it proves nothing
        return StampReport(intact=False, trusted=False, stamped_at=None, authority="")
    return StampReport(
        intact=bool(found.intact and found.valid),
        trusted=bool(found.trusted),
        stamped_at=named,
        authority=str(found.signing_cert.subject.native.get("common_name", "")),
    )
