"""Reads of signatures."""

from .certificates import (
    CertificateFilter,
    certificate_state,
    get_certificate,
    list_certificates,
    list_own_certificates,
    signing_key,
    stream_certificates,
)
from .records import Earlier, earlier_signers, list_signer_lines, list_signers, was_signed_here
from .verifications import get_verification, list_verifications

__all__ = [
    "CertificateFilter",
    "Earlier",
    "certificate_state",
    "earlier_signers",
    "get_certificate",
    "get_verification",
    "list_certificates",
    "list_own_certificates",
    "list_signer_lines",
    "list_signers",
    "list_verifications",
    "signing_key",
    "stream_certificates",
    "was_signed_here",
]
