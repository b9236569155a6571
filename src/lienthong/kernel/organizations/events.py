"""What organizations tell."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class AgencyChanged:
    """The name, address or telephone of an agency is another now."""

    type: ClassVar[str] = "vn.lienthong.organizations.agency.changed.v1"
    code: str


@dataclass(frozen=True)
class OfficerAppointed:
    """Somebody holds a position in an agency from a day on."""

    type: ClassVar[str] = "vn.lienthong.organizations.officer.appointed.v1"
    appointment_id: int
    user_id: int
    agency_code: str
    valid_from: date


@dataclass(frozen=True)
class AppointmentEnded:
    """Somebody holds a position until a day and no longer."""

    type: ClassVar[str] = "vn.lienthong.organizations.appointment.ended.v1"
    appointment_id: int
    user_id: int
    agency_code: str
    last_day: date


@dataclass(frozen=True)
class AuthorityDelegated:
    """Somebody may act for the holder of a seat for a time."""

    type: ClassVar[str] = "vn.lienthong.organizations.authority.delegated.v1"
    appointment_id: int
    giver_id: int
    receiver_id: int
    agency_code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class AgencyReorganized:
    """A line of a reorganisation is executed: an agency was founded, renamed, moved, or ended with a successor."""

    type: ClassVar[str] = "vn.lienthong.organizations.agency.reorganized.v1"
    code: str
    kind: str
    successor_code: str
    day: date


@dataclass(frozen=True)
class AgencyFounded:
    """An agency or unit exists from a day on."""

    type: ClassVar[str] = "vn.lienthong.organizations.agency.founded.v1"
    code: str
    name: str
    valid_from: date
