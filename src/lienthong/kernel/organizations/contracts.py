"""What crosses the border of organizations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AgencyKind(StrEnum):
    """What an agency is."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    CENTRE = "centre"
    UNIT = "unit"


class PartyKind(StrEnum):
    """What an applicant is (R-73: one human, several roles)."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class AgencyInfo:
    """An agency as others see it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: AgencyKind
    level: str
    path: str
    parent_id: int | None
    calendar_id: int | None
    address: str
    phone: str


@dataclass(frozen=True)
class PartyInfo:
    """A citizen, business or organisation as others see it; numbers are masked by whoever shows them."""

    id: int
    kind: PartyKind
    name: str
    number: str
    birth_date: date | None
    address: str
    phone: str
    email: str


@dataclass(frozen=True)
class PartyDraft:
    """What is known of an applicant at the counter."""

    kind: PartyKind
    name: str
    number: str
    birth_date: date | None = None
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class AgencyLine:
    """One agency in the list of the province."""

    code: str
    name: str
    kind: AgencyKind
    parent_name: str
    officers: int
    valid_from: date
    valid_to: date | None
    successor_name: str


@dataclass(frozen=True)
class AgencyGroup:
    """Agencies of one kind, in the order of a directory."""

    kind: AgencyKind
    lines: tuple[AgencyLine, ...]


@dataclass(frozen=True)
class AgencyDirectory:
    """The agencies of the province as somebody may see them: those that exist by kind, and those that ended."""

    groups: tuple[AgencyGroup, ...]
    ended: tuple[AgencyLine, ...]
    counts: dict[AgencyKind, int]
    more: bool
