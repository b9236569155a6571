"""What accounts tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class EmergencyRightsTaken:
    """An administrator took rights beyond their own for a short time; the other administrators should know."""

    type: ClassVar[str] = "vn.lienthong.accounts.emergency_rights.taken.v1"
    uuid: str
    user_id: int
    role: str
    agency_code: str
    purpose: str
    ends_at: datetime


@dataclass(frozen=True)
class EmergencyRightsEnded:
    """Such rights were given back before their time."""

    type: ClassVar[str] = "vn.lienthong.accounts.emergency_rights.ended.v1"
    uuid: str
    user_id: int
