"""Verify a file that somebody brings, and keep what was found."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid

from ..contracts import SignatureReport, VerificationReport
from ..models import Verification
from .verify_pdf import verify_pdf
from .verify_xml import verify_xml

LARGEST, LARGEST_FOR_STRANGERS = 50 * 1024 * 1024, 10 * 1024 * 1024
_LONGEST_NAME = 255


def record_verification(*, data: bytes, name: str, actor: Actor, now: datetime) -> UUID:
    """Verify a PDF or XML file and keep the evidence; the file itself is not kept. Return the id of the evidence.

    Who is not signed in may do this too, with smaller files; the way in limits how often.

    :param name: of the file, as the person gave it
    :raises Invalid: the file is empty, too large, or neither PDF nor XML
    """
    most = LARGEST if actor.is_signed_in else LARGEST_FOR_STRANGERS
    if not 0 < len(data) <= most:
        raise _refusal(_("Choose a file of at most %(most)d MB that is not empty.") % {"most": most // (1024 * 1024)})
    report = _verify(data, now)
    row = Verification.objects.create(
        file_name=_file_name(name),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        is_valid=report.valid,
        found=[_found(one) for one in report.signatures],
        verified_at=now,
        verified_by=actor.name,
        user_id=actor.user_id,
    )
    return row.uuid


def _verify(data: bytes, now: datetime) -> VerificationReport:
    if b"%PDF-" in data[:1024]:
        return verify_pdf(pdf=data, now=now)
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return verify_xml(xml=data, now=now)
    raise _refusal(_("This is neither a PDF nor an XML file."))


def _found(one: SignatureReport) -> dict[str, Any]:
    """Return a signature as it was found, without words: those come with the reader's language."""
    return {
        "intact": one.intact,
        "trusted": one.trusted,
        "whole_file": one.whole_file,
        "signer": one.signer.replace("\0", ""),
        "serial": one.serial,
        "issuer": one.issuer.replace("\0", ""),
        "level": str(one.level),
        "signed_at": one.signed_at.isoformat() if one.signed_at else None,
        "stamped_at": one.stamped_at.isoformat() if one.stamped_at else None,
        "checks": [[check.name.value, check.answer.value, check.code] for check in one.checks],
    }


def _file_name(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:_LONGEST_NAME] or "tep"


def _refusal(message: str) -> Invalid:
    return Invalid(message, errors=(FieldError("file", message),))
