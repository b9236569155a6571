"""What signatures tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class CertificateChanged:
    """A certificate was issued, put in use, suspended, revoked, or expired."""

    type: ClassVar[str] = "vn.lienthong.signatures.certificate.changed.v1"
    serial: str
    agency_code: str
    state: str
    at: datetime


@dataclass(frozen=True)
class CertificateEnding:
    """A certificate ends in so many days; its holder was told."""

    type: ClassVar[str] = "vn.lienthong.signatures.certificate.ending.v1"
    serial: str
    agency_code: str
    days: int
    valid_to: datetime
