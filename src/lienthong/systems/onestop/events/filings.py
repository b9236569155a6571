"""Facts about filings over the network."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class FilingSubmitted:
    """Something was filed over the network; `filing` is its receipt number, no code of a dossier (R-14)."""

    type: ClassVar[str] = "vn.lienthong.onestop.filing.submitted.v1"
    filing: str
    procedure: str
    reception_id: int
    answer_by: datetime
    at: datetime


@dataclass(frozen=True)
class FilingWaits:
    """Half of the time to answer a filing has gone by, and nobody has answered (R-17)."""

    type: ClassVar[str] = "vn.lienthong.onestop.filing.waits.v1"
    filing: str
    reception_id: int
    answer_by: datetime


@dataclass(frozen=True)
class FilingAccepted:
    """A filing became the dossier named; `late` when the time to answer was over."""

    type: ClassVar[str] = "vn.lienthong.onestop.filing.accepted.v1"
    filing: str
    number: str
    late: bool
    at: datetime


@dataclass(frozen=True)
class FilingAnswered:
    """A filing is to be completed (form 02) or is not received (form 03); `late` when the time was over."""

    type: ClassVar[str] = "vn.lienthong.onestop.filing.answered.v1"
    filing: str
    kind: str
    reason: str
    late: bool
    at: datetime
