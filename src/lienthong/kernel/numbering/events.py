"""What numbering tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class NumberVoided:
    """A number that was given was declared void; it is not given again."""

    type: ClassVar[str] = "vn.lienthong.numbering.number.voided.v1"
    kind: str
    agency_id: int
    period: str
    number: int
    reason: str
    at: datetime
