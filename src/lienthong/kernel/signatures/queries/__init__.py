"""Reads of signatures."""

from .certificates import (
    CertificateFilter,
    certificate_state,
    count_ending,
    get_certificate,
    list_certificates,
    list_own_certificates,
    stream_certificates,
)
from .keys import signing_key
from .records import (
    Earlier,
    earlier_signers,
    list_signed_with,
    list_signer_lines,
    list_signers,
    was_signed_here,
)
from .verifications import get_verification, list_verifications

__all__ = [
    "CertificateFilter",
    "Earlier",
    "certificate_state",
    "count_ending",
    "earlier_signers",
    "get_certificate",
    "get_verification",
    "list_certificates",
    "list_own_certificates",
    "list_signed_with",
    "list_signer_lines",
    "list_signers",
    "list_verifications",
    "signing_key",
    "stream_certificates",
    "was_signed_here",
]
