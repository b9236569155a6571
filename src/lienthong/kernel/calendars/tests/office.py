"""A province with a commune and its unit, somebody who looks after calendars and somebody who does not.

Agencies and accounts stand above calendars, so their tables are reached by name.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client

from ..services import ensure_standard_calendar

BEGIN = date(2025, 7, 1)


@dataclass(frozen=True)
class Office:
    """The calendar of the province, the commune's code and its unit's, and browsers of two people."""

    calendar_id: int
    commune: str
    unit: str
    keeper: Client
    officer: Client


def make_office() -> Office:
    """Make the agencies and the people."""
    calendar_id = ensure_standard_calendar(name="Tỉnh Khánh Hoà")
    province = _agency("H32", "UBND tỉnh Khánh Hoà", "province", calendar_id, None)
    commune = _agency("H32.22366", "UBND phường Nha Trang", "commune", calendar_id, province)
    unit = _agency("H32.22366.01", "Phòng Văn hóa - Xã hội", "unit", calendar_id, commune)
    return Office(
        calendar_id=calendar_id,
        commune=commune.code,
        unit=unit.code,
        keeper=_browser("quan.tri", province, "administrator"),
        officer=_browser("can.bo", commune, "reception"),
    )


def codes_by_calendar(calendar_id: int) -> set[str]:
    """Return the codes of the agencies that work by a calendar."""
    return set(
        apps.get_model("organizations.Agency").objects.filter(calendar_id=calendar_id).values_list("code", flat=True)
    )


def _agency(code: str, name: str, kind: str, calendar_id: int, parent: Any) -> Any:
    table = apps.get_model("organizations.Agency").objects
    said = {"kind": kind, "level": kind, "calendar_id": calendar_id, "parent": parent}
    made = table.create(code=code, name=name, valid_from=BEGIN, **said)
    table.filter(pk=made.pk).update(path=f"{parent.path if parent else '/'}{made.pk}/")
    return table.get(pk=made.pk)


def _browser(username: str, agency: Any, role: str) -> Client:
    user = get_user_model().objects.create_user(username, "chỉ để thử 123", name=username)
    position, _made = apps.get_model("organizations.Position").objects.get_or_create(
        code="specialist", name="Chuyên viên"
    )
    apps.get_model("organizations.Appointment").objects.create(
        user_id=user.pk, agency=agency, position=position, roles=[role], valid_from=BEGIN
    )
    client = Client(headers={"accept-language": "en"})
    client.cookies["lt-lang"] = "en"
    client.force_login(user)
    return client
