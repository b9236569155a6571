"""Agencies lie on paths, inherit calendars, change by an act; officers are appointed by date."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, DomainError, Grant, Invalid, NotFound, Scope
from lienthong.kernel.acts.contracts import NotPermitted as Refused
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyInfo, AgencyKind
from lienthong.kernel.organizations.models import Agency, Appointment
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.testing import BEGIN, SmallTree, small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 6)
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


def manager(at: AgencyInfo, *permissions: str, scope: Scope = Scope.SUBTREE, user_id: int | None = None) -> Actor:
    grants = tuple(Grant(each, scope, "administrator", at.id, at.path) for each in permissions or (SEE, MANAGE))
    return Actor(kind=ActorKind.OFFICER, name="Lê Quản Trị", user_id=user_id, grants=grants)


def appoint(tree: SmallTree, **changes: Any) -> int:
    given: dict[str, Any] = {
        "agency_code": tree.commune.code,
        "username": "nguoi.moi",
        "position_code": "chairman",
        "roles": ["administrator"],
        "valid_from": TODAY,
        "actor": manager(tree.province),
        "now": NOW,
    }
    return services.appoint_officer(**(given | changes))


def end(tree: SmallTree, appointment_id: int, **changes: Any) -> None:
    given: dict[str, Any] = {
        "agency_code": tree.commune.code,
        "last_day": TODAY,
        "reason": "QĐ 15/QĐ-UBND",
        "actor": manager(tree.province),
        "now": NOW,
    }
    services.end_appointment(appointment_id=appointment_id, **(given | changes))


def test_the_path_of_an_agency_begins_with_that_of_its_parent(tree: SmallTree) -> None:
    assert tree.province.path == f"/{tree.province.id}/"
    assert tree.unit.path == f"{tree.commune.path}{tree.unit.id}/"


def test_the_calendar_is_the_parents_unless_one_is_given(tree: SmallTree) -> None:
    assert tree.unit.calendar_id == tree.commune.calendar_id == tree.province.calendar_id is not None


def test_agencies_are_found_by_code_short_name_and_id(tree: SmallTree) -> None:
    Agency.objects.filter(pk=tree.department.id).update(short_name="SXD")
    assert queries.find_agency_by_short_name(short_name="SXD").id == tree.department.id
    assert queries.find_agency(code="H32.17") == queries.get_agency(agency_id=tree.department.id)
    with pytest.raises(NotFound):
        queries.find_agency(code="H99")


def test_those_that_ended_are_listed_apart(tree: SmallTree) -> None:
    Agency.objects.filter(pk=tree.department.id).update(valid_to=date(2026, 6, 30), successor_id=tree.province.id)
    found = queries.browse_agencies(viewer=manager(tree.province), at=TODAY)
    assert [line.code for group in found.groups for line in group.lines] == ["H32", "H32.22366"]
    assert [(line.code, line.successor_name) for line in found.ended] == [("H32.17", "UBND tỉnh Khánh Hoà")]
    assert queries.list_agencies(kinds=[AgencyKind.DEPARTMENT], at=TODAY) == ()


def test_agencies_are_searched_without_diacritics_and_filtered_by_kind(tree: SmallTree) -> None:
    viewer = manager(tree.province)
    by_words = queries.browse_agencies(viewer=viewer, at=TODAY, text="van hoa")
    assert [line.code for group in by_words.groups for line in group.lines] == ["H32.22366.01"]
    units = queries.browse_agencies(viewer=viewer, at=TODAY, kind=AgencyKind.UNIT)
    assert [group.kind for group in units.groups] == [AgencyKind.UNIT]


def test_only_what_a_grant_reaches_is_seen(tree: SmallTree) -> None:
    viewer = manager(tree.commune)
    found = queries.browse_agencies(viewer=viewer, at=TODAY)
    assert [line.code for group in found.groups for line in group.lines] == ["H32.22366"]
    for code in ("H32.17", "H32", "không có", "H32\0"):
        with pytest.raises(NotFound):
            queries.agency_page(code=code, viewer=viewer, at=TODAY)


def test_details_are_changed_with_the_old_ones_in_the_history(tree: SmallTree) -> None:
    actor = manager(tree.province)
    services.change_agency(
        code="H32.17", name="Sở  Xây dựng mới", address="1 Lê Lợi", phone="", expected_version=1, actor=actor, now=NOW
    )
    (line,) = list_history(subject_type="organizations.agency", subject_key="H32.17")
    assert line.data == {"changed": {"name": ["Sở Xây dựng", "Sở Xây dựng mới"], "address": ["", "1 Lê Lợi"]}}


@pytest.mark.parametrize("name", ["", "a" * 10_000, "Sở\0Xây", "Sở\u202e"])
def test_a_name_nobody_can_have_meant_is_refused(tree: SmallTree, name: str) -> None:
    with pytest.raises(Invalid):
        services.change_agency(code="H32.17", name=name, address="", phone="", actor=manager(tree.province), now=NOW)


def test_an_ended_agency_stays_as_it_was(tree: SmallTree) -> None:
    Agency.objects.filter(pk=tree.department.id).update(valid_to=TODAY - timedelta(days=1))
    with pytest.raises(Conflict):
        services.change_agency(code="H32.17", name="Mới", address="", phone="", actor=manager(tree.province), now=NOW)


def test_appointments_count_from_their_first_day_to_their_last(tree: SmallTree) -> None:
    held = Appointment.objects.get(user_id=tree.officer_id)
    Appointment.objects.filter(pk=held.pk).update(valid_to=TODAY)
    for day, number in ((BEGIN - timedelta(days=1), 0), (BEGIN, 1), (TODAY, 1), (TODAY + timedelta(days=1), 0)):
        assert len(queries.appointments_of(user_id=tree.officer_id, at=day)) == number
        assert len(queries.appointments_in(agency_id=tree.commune.id, at=day)) == number


def test_an_appointment_gives_position_roles_and_a_line_in_the_history(tree: SmallTree) -> None:
    appoint(tree, unit_code=tree.unit.code)
    (held,) = queries.appointments_of(user_id=tree.newcomer_id, at=TODAY)
    assert (held.position, held.unit_name, held.roles) == ("Chủ tịch", tree.unit.name, frozenset({"administrator"}))
    (line,) = list_history(subject_type="organizations.agency", subject_key=tree.commune.code)
    assert (line.act, line.data["officer"]) == ("organizations.officer.appoint", "Phạm Người Mới")


def test_a_second_appointment_is_not_the_main_one(tree: SmallTree) -> None:
    appoint(tree)
    appoint(tree, agency_code=tree.department.code)
    assert [held.is_main for held in queries.appointments_of(user_id=tree.newcomer_id, at=TODAY)] == [True, False]
    with pytest.raises(Conflict):
        appoint(tree)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "không.có"),
        ("username", "a\0b"),
        ("position_code", "không có"),
        ("unit_code", "H32.17"),
        ("roles", ["không có"]),
        ("valid_from", BEGIN - timedelta(days=1)),
    ],
)
def test_an_appointment_names_what_exists(tree: SmallTree, field: str, value: object) -> None:
    with pytest.raises(Invalid):
        appoint(tree, **{field: value})


def test_nobody_appoints_or_ends_themselves(tree: SmallTree) -> None:
    with pytest.raises(Refused):
        appoint(tree, actor=manager(tree.province, user_id=tree.newcomer_id))
    held = Appointment.objects.get(user_id=tree.officer_id)
    with pytest.raises(Refused):
        end(tree, held.pk, actor=manager(tree.province, user_id=tree.officer_id))


@pytest.mark.parametrize(("permissions", "refusal"), [((SEE,), Refused), (("other",), NotFound)])
def test_who_may_not_manage_appoints_nobody(
    tree: SmallTree, permissions: tuple[str, ...], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        appoint(tree, actor=manager(tree.province, *permissions))


def test_an_ended_appointment_stays_on_record_and_ends_once(tree: SmallTree) -> None:
    held = Appointment.objects.get(user_id=tree.officer_id)
    with pytest.raises(Invalid):
        end(tree, held.pk, last_day=BEGIN - timedelta(days=1))
    with pytest.raises(Invalid):
        end(tree, held.pk, reason=" ")
    with pytest.raises(NotFound):
        end(tree, held.pk, agency_code=tree.department.code)
    end(tree, held.pk)
    with pytest.raises(Conflict):
        end(tree, held.pk)
    assert Appointment.objects.get(pk=held.pk).valid_to == TODAY
    assert queries.appointments_of(user_id=tree.officer_id, at=TODAY + timedelta(days=1)) == ()


def test_the_week_of_an_agency_is_told_in_hours(tree: SmallTree) -> None:
    week = dict(queries.working_week(calendar_id=tree.commune.calendar_id, at=TODAY))
    assert list(week) == [date(2026, 10, 5) + timedelta(days=step) for step in range(7)]
    assert week[date(2026, 10, 11)] == ""
    assert "–" in week[TODAY]
    assert queries.working_week(calendar_id=None, at=TODAY) == ()
