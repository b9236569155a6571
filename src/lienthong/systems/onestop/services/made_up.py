"""An invented place in which scenarios are told: a commune, a department, a centre, and an officer for each role.

Everything here is written inside a rehearsal, which takes it back; the codes begin with X, as no real agency's does.
"""

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
    """The invented agencies, and their officers as they are needed."""

    commune: AgencyInfo
    department: AgencyInfo
    centre: AgencyInfo
    party: PartyInfo
    _officers: dict[tuple[int, str], Actor] = field(default_factory=dict)

    def counter(self, level: str) -> AgencyInfo:
        """Return the agency that receives at a level."""
        return self.commune if level == "commune" else self.centre

    def officer(self, agency_id: int, role: str) -> Actor:
        """Return the officer who holds a role in an agency, appointed when first asked for."""
        key = (agency_id, role)
        if key not in self._officers:
            user_id = open_account(username=f"x-{uuid4().hex}", name=f"Cán bộ diễn tập ({role})")
            position_id = places.save_position(code="x-rehearsal", name="Cán bộ diễn tập", rank=999)
            places.appoint(
                user_id=user_id, agency_id=agency_id, position_id=position_id, roles=(role,), valid_from=BEGIN
            )
            (appointment,) = organizations.appointments_of(user_id=user_id, at=BEGIN)
            self._officers[key] = officer(appointment, name=f"Cán bộ diễn tập ({role})")
        return self._officers[key]


def make_up(*, roles: tuple[str, ...], now: datetime) -> MadeUp:
    """Found the invented agencies and fill every role in each, so that each step has somebody to do it.

    :param roles: the roles that the process asks for
    """
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
    whole = MadeUp(made["commune"], made["department"], made["centre"], places.register_party(draft=draft, now=now))
    for agency in made.values():
        for role in roles:
            whole.officer(agency.id, role)
    return whole
