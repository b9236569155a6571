"""Reads of signatures."""

from datetime import datetime

from .models import SignatureRecord


def list_signers(*, sha256: str) -> tuple[tuple[str, datetime], ...]:
    """Return who made a signature here over exactly this file, and when."""
    rows = SignatureRecord.objects.filter(sha256=sha256).order_by("signed_at", "pk")
    return tuple((row.signer, row.signed_at) for row in rows)
