"""The agencies of the province: today's two tiers, and the districts that ended in 2025."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps

from lienthong.kernel.calendars.services import ensure_standard_calendar
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.kernel.organizations.services import found_agency

from .facts import Commune, communes, read

TWO_TIERS = date(2025, 7, 1)
DISTRICTS_BEGAN, DISTRICTS_ENDED = date(2004, 6, 10), date(2025, 6, 30)
# Communes with a full staff, and how many dossiers they receive beside the others.
STAFFED = {
    "Nha Trang": 22, "Bắc Nha Trang": 13, "Nam Nha Trang": 13, "Tây Nha Trang": 9, "Cam Ranh": 5, "Ninh Hoà": 5,
    "Diên Khánh": 5, "Phan Rang": 6, "Đông Hải": 3, "Bảo An": 3, "Cam Lâm": 3, "Vạn Ninh": 3, "Ninh Phước": 3,
    "Ninh Hải": 2, "Ninh Sơn": 2, "Đông Ninh Hoà": 2, "Khánh Vĩnh": 1, "Khánh Sơn": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A commune with its agency and the unit that runs its counter."""

    commune: Commune
    agency: AgencyInfo
    counter_id: int


@dataclass(frozen=True)
class Land:
    """The agencies of the province."""

    province: AgencyInfo
    centre: AgencyInfo
    departments: dict[str, AgencyInfo]
    seats: tuple[Seat, ...]
    calendar_id: int

    def seat(self, name: str) -> Seat:
        """Return a commune by name."""
        return next(seat for seat in self.seats if seat.commune.name == name)

    def seat_of(self, agency_id: int) -> Seat | None:
        """Return the commune of an agency, none for other agencies."""
        return next((seat for seat in self.seats if seat.agency.id == agency_id), None)


def found_province() -> Land:
    """Found all agencies."""
    facts = read("khanh-hoa")
    calendar_id = ensure_standard_calendar(name="Tỉnh Khánh Hoà")
    province = found_agency(
        code=facts["province"]["code"],
        name="UBND tỉnh Khánh Hoà",
        short_name="UBND tỉnh",
        area_code=facts["province"]["area_code"],
        kind=AgencyKind.PROVINCE,
        level="province",
        valid_from=DISTRICTS_BEGAN,
        calendar_id=calendar_id,
        address="Số 1 Trần Phú, phường Nha Trang, tỉnh Khánh Hoà",
    )
    _found_districts(facts["districts"], province)
    return Land(
        province=province,
        centre=_found_centre(facts["centre"], province),
        departments={row["short_name"]: _found_department(row, province) for row in facts["departments"]},
        seats=tuple(_found_commune(commune, province) for commune in communes()),
        calendar_id=calendar_id,
    )


def _found_centre(row: dict[str, str], province: AgencyInfo) -> AgencyInfo:
    return found_agency(
        code=row["code"],
        name=row["name"],
        short_name="TTPVHCC",
        kind=AgencyKind.CENTRE,
        level="province",
        parent_id=province.id,
        valid_from=TWO_TIERS,
        address="Phường Nha Trang, tỉnh Khánh Hoà",
    )


def _found_department(row: dict[str, str], province: AgencyInfo) -> AgencyInfo:
    return found_agency(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=AgencyKind.DEPARTMENT,
        level="province",
        parent_id=province.id,
        valid_from=TWO_TIERS,
        address="Phường Nha Trang, tỉnh Khánh Hoà",
    )


def _found_commune(commune: Commune, province: AgencyInfo) -> Seat:
    place = f"{commune.full_name[:1].upper()}{commune.full_name[1:]}, tỉnh Khánh Hoà"
    agency = found_agency(
        code=commune.code,
        name=f"UBND {commune.full_name}",
        area_code=commune.area_code,
        kind=AgencyKind.COMMUNE,
        level="commune",
        parent_id=province.id,
        valid_from=TWO_TIERS,
        address=place,
    )
    counter = found_agency(
        code=f"{commune.code}.01",
        name=f"Trung tâm Phục vụ hành chính công {commune.full_name}",
        kind=AgencyKind.UNIT,
        level="commune",
        parent_id=agency.id,
        valid_from=TWO_TIERS,
        address=place,
    )
    return Seat(commune=commune, agency=agency, counter_id=counter.id)


def _found_districts(rows: list[dict[str, str]], province: AgencyInfo) -> None:
    """Found the districts of both former provinces as ended agencies, so that the three-tier past is there."""
    ids = [
        found_agency(
            code=row["code"],
            name=f"UBND {row['type']} {row['name']}",
            area_code=row["area_code"],
            kind=AgencyKind.DISTRICT,
            level="district",
            parent_id=province.id,
            valid_from=DISTRICTS_BEGAN,
        ).id
        for row in rows
    ]
    table("organizations.Agency").objects.filter(pk__in=ids).update(valid_to=DISTRICTS_ENDED)


def table(name: str) -> Any:
    """Return a table of another app, for rows of the past that no act may write any more.

    Only the demonstration does this: acts happen now, and three thousand of them would take minutes.
    """
    return apps.get_model(name)
