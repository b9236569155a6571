"""Doors of signatures: certificates, one's own certificates, and verifying files."""

from .acts import act_on_certificate
from .certificates import certificate, certificates, export, own_certificates, read_certificate, request_certificate
from .verifications import verification, verify_signatures

__all__ = [
    "act_on_certificate",
    "certificate",
    "certificates",
    "export",
    "own_certificates",
    "read_certificate",
    "request_certificate",
    "verification",
    "verify_signatures",
]
