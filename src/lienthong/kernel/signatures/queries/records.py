"""What was signed here, by whom, in which order."""

import hashlib
from datetime import datetime

from ..contracts import SignerLine, SignerRole
from ..models import SignatureRecord

_LATEST = 10
# Name, role, level, moment (ISO 8601): one who signed before.
Earlier = tuple[str, str, str, str]


def list_signers(*, sha256: str) -> tuple[tuple[str, datetime], ...]:
    """Return who made a signature here over exactly this file, and when."""
    rows = SignatureRecord.objects.filter(sha256=sha256).order_by("signed_at", "pk")
    return tuple((row.signer, row.signed_at) for row in rows)


def list_signer_lines(*, sha256: str) -> tuple[SignerLine, ...]:
    """Return all who signed a file here, in their order: who made it what it is last. One statement."""
    last = SignatureRecord.objects.filter(sha256=sha256).order_by("-pk").first()
    if last is None:
        return ()
    earlier = [
        SignerLine(order, name, SignerRole(role), level, datetime.fromisoformat(at))
        for order, (name, role, level, at) in enumerate(last.evidence.get("earlier", ()), start=1)
    ]
    own = SignerLine(
        last.order, last.signer, SignerRole(last.role), last.level, last.signed_at, {"reason": last.evidence["reason"]}
    )
    return (*earlier, own)


def list_signed_with(*, serial: str) -> tuple[SignerLine, ...]:
    """Return the latest signatures made here with a certificate; the caller has checked who asks. One statement."""
    rows = SignatureRecord.objects.filter(certificate_serial=serial).order_by("-signed_at", "-pk") if serial else ()
    return tuple(
        SignerLine(
            row.order, row.signer, SignerRole(row.role), row.level, row.signed_at, {"reason": row.evidence["reason"]}
        )
        for row in rows[:_LATEST]
    )


def earlier_signers(*, data: bytes) -> tuple[Earlier, ...]:
    """Return who signed these bytes here, in order; none when they were signed elsewhere. One statement."""
    lines = list_signer_lines(sha256=hashlib.sha256(data).hexdigest())
    return tuple((line.signer, line.role.value, line.level, line.signed_at.isoformat()) for line in lines)


def was_signed_here(*, sha256: str, serial: str) -> bool:
    """Tell whether the register knows a signature by this certificate that made exactly this file. One statement."""
    return SignatureRecord.objects.filter(sha256=sha256, certificate_serial=serial).exists()
