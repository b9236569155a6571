"""What all acts on a certificate do at their end."""

from datetime import datetime

from ...contracts import CertificateState
from ...events import CertificateChanged
from ...models import Certificate

_LONGEST_REASON = 500


def enter_state(row: Certificate, state: CertificateState, *, now: datetime, reason: str = "") -> CertificateChanged:
    """Let a locked certificate, read with its agency, enter a state, and return the fact."""
    row.state, row.state_at, row.reason = state, now, reason.strip()[:_LONGEST_REASON]
    return CertificateChanged(serial=row.serial, agency_code=row.agency.code, state=state.value, at=now)
