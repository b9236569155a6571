"""For tests: a small tree of agencies and somebody who looks after it, and the tables that change under it."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model

from lienthong.kernel.acts.testing.standing import standing
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.services import ensure_standard_calendar

from . import services
from .contracts import AgencyInfo, AgencyKind
from .models import Agency, Appointment

__all__ = ["BEGIN", "Agency", "Appointment", "SmallTree", "small_tree"]

BEGIN = date(2025, 7, 1)


@dataclass(frozen=True)
class SmallTree:
    """A province, a department, a commune with one unit, a commune that ended, and three accounts."""

    province: AgencyInfo
    department: AgencyInfo
    commune: AgencyInfo
    unit: AgencyInfo
    administrator_id: int
    officer_id: int
    newcomer_id: int


def small_tree() -> SmallTree:
    """Return the tree; the administrator holds the role of that name at the province."""
    calendars.forget()
    return _tree()


@standing
def _tree() -> SmallTree:
    calendar_id = ensure_standard_calendar(name="Tỉnh Khánh Hoà")
    province = _found("H32", "UBND tỉnh Khánh Hoà", AgencyKind.PROVINCE, calendar_id=calendar_id)
    department = _found("H32.17", "Sở Xây dựng", AgencyKind.DEPARTMENT, province)
    commune = _found("H32.22366", "UBND phường Nha Trang", AgencyKind.COMMUNE, province)
    unit = _found("H32.22366.01", "Phòng Văn hóa - Xã hội", AgencyKind.UNIT, commune)
    for code, name, rank in (("chairman", "Chủ tịch", 10), ("specialist", "Chuyên viên", 50)):
        services.save_position(code=code, name=name, rank=rank)
    return SmallTree(
        province=province,
        department=department,
        commune=commune,
        unit=unit,
        administrator_id=_officer("quan.tri", "Lê Quản Trị", province, "administrator"),
        officer_id=_officer("can.bo", "Trần Cán Bộ", commune, "reception"),
        newcomer_id=_account("nguoi.moi", "Phạm Người Mới"),
    )


def _found(
    code: str, name: str, kind: AgencyKind, parent: AgencyInfo | None = None, calendar_id: int | None = None
) -> AgencyInfo:
    return services.found_agency(
        code=code,
        name=name,
        kind=kind,
        level=kind.value,
        valid_from=BEGIN,
        parent_id=parent.id if parent else None,
        calendar_id=calendar_id,
    )


def _account(username: str, name: str) -> int:
    return get_user_model().objects.create_user(username, "chỉ để thử 123", name=name).pk


def _officer(username: str, name: str, agency: AgencyInfo, role: str) -> int:
    user_id = _account(username, name)
    position_id = services.save_position(code="specialist", name="Chuyên viên", rank=50)
    services.appoint(user_id=user_id, agency_id=agency.id, position_id=position_id, roles=(role,), valid_from=BEGIN)
    return user_id
