"""An invented place in which scenarios are told: a commune, a department, a centre, and an officer for each role.

Everything here is written inside a rehearsal, which takes it back; the codes begin with X, as no real agency's does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from lienthong.kernel.accounts.queries import officer
from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars.services import ensure_standard_calendar
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as places
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind, PartyDraft, PartyInfo, PartyKind

BEGIN = date(2025, 7, 1)
NAMES = {
    "province": "Tỉnh diễn tập",
    "commune": "Xã diễn tập",
    "department": "Sở diễn tập",
    "centre": "Trung tâm diễn tập",
}


@dataclass
class MadeUp:
    """The invented agencies, and their officers."""

    commune: AgencyInfo
    department: AgencyInfo
    centre: AgencyInfo
    party: PartyInfo
    _officers: dict[tuple[int, str], Actor] = field(default_factory=dict)

    def counter(self, level: str) -> AgencyInfo:
        """Return the agency that receives at a level."""
        return self.commune if level == "commune" else self.centre

    def staff(self, agency: AgencyInfo, roles: Iterable[str]) -> None:
        """Fill posts before the stories begin, so that each of them finds the same officers."""
        for role in roles:
            self._officers[agency.id, role] = _appointed(agency.id, role)

    def officer(self, agency_id: int, role: str) -> Actor:
        """Return the officer who holds a role in an agency; one whom nobody expected comes for this story only."""
        return self._officers.get((agency_id, role)) or _appointed(agency_id, role)


def _appointed(agency_id: int, role: str) -> Actor:
    user_id = open_account(username=f"x-{uuid4().hex}", name=f"Cán bộ diễn tập ({role})")
    position_id = places.save_position(code="x-rehearsal", name="Cán bộ diễn tập", rank=999)
    places.appoint(user_id=user_id, agency_id=agency_id, position_id=position_id, roles=(role,), valid_from=BEGIN)
    (appointment,) = organizations.appointments_of(user_id=user_id, at=BEGIN)
    return officer(appointment, name=f"Cán bộ diễn tập ({role})")


def make_up(*, now: datetime) -> MadeUp:
    """Found the invented agencies."""
    mark = uuid4().hex[:6].upper()
    calendar_id = ensure_standard_calendar(name="Lịch diễn tập")
    top = places.found_agency(
        code=f"X{mark}", name=NAMES["province"], kind=AgencyKind.PROVINCE, level="province", valid_from=BEGIN,
        calendar_id=calendar_id,
    )  # fmt: skip
    kinds = {"commune": AgencyKind.COMMUNE, "department": AgencyKind.DEPARTMENT, "centre": AgencyKind.CENTRE}
    made = {
        name: places.found_agency(
            code=f"X{mark}.{order}", name=NAMES[name], kind=kind, level=kind.value, parent_id=top.id, valid_from=BEGIN
        )
        for order, (name, kind) in enumerate(kinds.items(), start=1)
    }
    draft = PartyDraft(
        kind=PartyKind.CITIZEN, name="Người diễn tập", number="", phone="0900000456", address="Xã diễn tập"
    )
    party = places.register_party(draft=draft, now=now)
    return MadeUp(made["commune"], made["department"], made["centre"], party)
