"""For tests and the demo: a small province in which dossiers run."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.timezone import make_aware

from lienthong.kernel.accounts.queries import officer
from lienthong.kernel.accounts.services import open_account
from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.testing.standing import standing
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.services import ensure_standard_calendar
from lienthong.kernel.forms.queries import forget_compiled
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations import services as found
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind, PartyDraft, PartyInfo, PartyKind

from . import queries, services
from .contracts import Accepted, DossierDraft, PaperDraft

PACKAGES = Path(__file__).parent / "packages"
BEGIN = date(2025, 7, 1)
# A Tuesday without holidays near it, 09:00 in Vietnam.
TUESDAY = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)

ANSWERS: dict[str, dict[str, Any]] = {
    "2.000635": {
        "document_kind": "khai_sinh",
        "registered_name": "Lê Thị Mai",
        "registered_birth_date": "2001-03-14",
        "registered_at": "UBND phường Nha Trang",
        "relationship": "ban_than",
        "copies": 2,
    },
    "1.008891": {
        "full_name": "Trần Văn Bình",
        "personal_number": "056085000456",
        "birth_date": "1985-03-20",
        "address": "12 Trần Phú, phường Nha Trang",
        "phone": "0900000456",
        "degree": "Kiến trúc sư, Trường Đại học Kiến trúc Thành phố Hồ Chí Minh",
        "experience_years": 8,
        "exam_certificate": "45/SHKT",
    },
    "1.004088": {
        "owner_name": "Trần Văn Bình",
        "owner_personal_number": "056085000456",
        "owner_address": "Tổ 4, phường Nha Trang",
        "phone": "0900000456",
        "vessel_kind": "cho_khach",
        "has_engine": True,
        "engine_power": 24,
        "deadweight": 6,
    },
}


@dataclass(frozen=True)
class SmallProvince:
    """A commune, a department, the province's centre, and the officers a dossier passes through."""

    commune: AgencyInfo
    other_commune: AgencyInfo
    department: AgencyInfo
    centre: AgencyInfo
    officers: dict[str, Actor]
    party: PartyInfo

    def at(self, name: str) -> Actor:
        """Return an officer by place and role, such as `commune.leader`."""
        return self.officers[name]


ROLES = {
    "commune": ("reception", "result", "civil-status", "leader", "clerk"),
    "department": ("specialist", "division-head", "leader", "clerk"),
    "centre": ("reception", "result"),
    "other": ("reception", "leader"),
}


def small_province() -> SmallProvince:
    """Return the province as it stood on its first day, the three packages installed."""
    forget_compiled()
    queries.forget_packages()
    calendars.forget()
    return _first_day()


@standing
def _first_day() -> SmallProvince:
    now = make_aware(datetime.combine(BEGIN, time(8)))
    calendar_id = ensure_standard_calendar(name="Tỉnh Khánh Hoà")
    province = found.found_agency(
        code="H32", name="UBND tỉnh Khánh Hoà", kind=AgencyKind.PROVINCE, level="province",
        valid_from=BEGIN, calendar_id=calendar_id,
    )  # fmt: skip
    places = {
        "commune": _agency("H32.22366", "UBND phường Nha Trang", AgencyKind.COMMUNE, province),
        "other": _agency("H32.22333", "UBND phường Bắc Nha Trang", AgencyKind.COMMUNE, province),
        "department": _agency("H32.17", "Sở Xây dựng", AgencyKind.DEPARTMENT, province, short_name="SXD"),
        "centre": _agency("H32.01", "Trung tâm Phục vụ hành chính công tỉnh", AgencyKind.CENTRE, province),
    }
    officers = {
        f"{place}.{role}": _officer(f"{place}.{role}", places[place], role)
        for place, roles in ROLES.items()
        for role in roles
    }
    officers["province.leader"] = _officer("province.leader", province, "province-leader")
    for folder in sorted(PACKAGES.iterdir()):
        services.install_package(path=folder, actor=Actor.system("test"), now=now)
    draft = PartyDraft(kind=PartyKind.CITIZEN, name="Trần Văn Bình", number="056085000456", phone="0900000456")
    return SmallProvince(
        commune=places["commune"],
        other_commune=places["other"],
        department=places["department"],
        centre=places["centre"],
        officers=officers,
        party=found.register_party(draft=draft, now=now),
    )


def _agency(code: str, name: str, kind: AgencyKind, parent: AgencyInfo, short_name: str = "") -> AgencyInfo:
    return found.found_agency(
        code=code, name=name, kind=kind, level=kind.value, parent_id=parent.id, valid_from=BEGIN, short_name=short_name
    )


def _officer(username: str, agency: AgencyInfo, role: str) -> Actor:
    user_id = open_account(username=username, name=f"Cán bộ {username}", password="chỉ để thử 123")  # noqa: S106  tests only
    position_id = found.save_position(code=role, name=role, rank=100)
    found.appoint(user_id=user_id, agency_id=agency.id, position_id=position_id, roles=(role,), valid_from=BEGIN)
    (appointment,) = organizations.appointments_of(user_id=user_id, at=BEGIN)
    return officer(appointment, name=f"Cán bộ {username}")


def draft_of(code: str, party: PartyInfo) -> DossierDraft:
    """Return a complete draft for the first case of a package."""
    package = queries.load_package(code=code)
    case = package.spec.cases[0]
    return DossierDraft(
        package=code,
        case=case.code,
        owner_id=party.id,
        submitter_id=party.id,
        answers=ANSWERS[code],
        papers=tuple(PaperDraft(code=paper.code) for paper in case.papers if paper.required),
        fee_paid=True,
    )


def accept(province: SmallProvince, code: str, *, place: str = "commune", now: datetime = TUESDAY) -> Accepted:
    """Accept a dossier of a package at a counter."""
    actor = province.at(f"{place}.reception")
    return services.accept_dossier(draft=draft_of(code, province.party), actor=actor, now=now)
