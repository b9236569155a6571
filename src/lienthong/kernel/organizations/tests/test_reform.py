"""The reform of 1 July 2025 on one province, executed for real: Khánh Hòa, formed from Khánh Hòa and Ninh Thuận."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.models import Agency
from lienthong.kernel.organizations.services.reorganization.reform_units import TWO_TIERS, load_units
from lienthong.kernel.organizations.services.reorganization.rehearse_reform import rehearse_reform

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
EVE = date(2025, 6, 30)
pytestmark = pytest.mark.django_db


def test_r1_a_province_goes_from_three_tiers_to_two_with_its_people() -> None:
    units, actor = load_units().within("56"), Actor.system("thử")
    found = rehearse_reform(units=units, actor=actor, now=NOW)
    chairman = get_user_model().objects.create_user("chu.tich", None, name="Nguyễn Văn Cũ").pk
    services.appoint(
        user_id=chairman,
        agency_id=queries.find_agency(code="22405").id,
        position_id=services.save_position(code="chairman", name="Chủ tịch", rank=10),
        roles=("administrator",),
        valid_from=date(2024, 1, 1),
    )
    assert found.found.problems == ()
    assert {each.reason for each in found.undecided} <= {"whole_twice"}
    services.start_plan(plan_id=found.plan_id, actor=actor, now=NOW)
    done, failed = services.run_plan(plan_id=found.plan_id, now=NOW)
    assert (done, failed) == (found.lines, 0)
    assert _alive(EVE) == {"province": 2, "district": len(units.old_districts), "commune": len(units.old_communes)}
    assert _alive(TWO_TIERS) == {"province": 1, "commune": 65}
    (before,) = queries.appointments_of(user_id=chairman, at=EVE)
    (after,) = queries.appointments_of(user_id=chairman, at=TWO_TIERS)
    assert (before.agency.name, after.agency.name) == ("Xã Phước Đồng", "Phường Nam Nha Trang")
    (head,) = queries.heads_of(code="22405", at=date(2025, 5, 3))
    assert head.user_name == "Nguyễn Văn Cũ"
    assert queries.find_agency_in_charge(code="22405", at=TWO_TIERS).code == after.agency.code
    districts = {each.code for each in units.old_districts}
    paths = Agency.objects.filter(valid_to__isnull=True).exclude(path__regex=r"^/\d+/(\d+/)?$")
    assert not paths.exists()
    assert all(queries.find_agency_in_charge(code=code, at=TWO_TIERS) for code in districts)


def _alive(day: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for agency in queries.list_agencies(at=day):
        found[agency.kind.value] = found.get(agency.kind.value, 0) + 1
    return found
