"""Reorganisation: a plan is checked, counted, executed once line by line, and nothing of the past is lost."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Grant, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, PlanState, ReorganizationKind
from lienthong.kernel.organizations.models import Agency, Appointment, Reorganization, ReorganizationItem, Succession
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.testing import SmallTree, small_tree

NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
DAY = date(2026, 10, 1)
EVE = DAY - timedelta(days=1)
COMMUNE, UNIT, CENTRE, DEPARTMENT = "H32.22366", "H32.22366.01", "H32.90", "H32.17"
KIND = ReorganizationKind
pytestmark = pytest.mark.django_db


def manager(*, user_id: int = 7) -> Actor:
    grants = tuple(Grant(each, Scope.PROVINCE, "administrator", 0, "") for each in (SEE, MANAGE))
    return Actor(kind=ActorKind.OFFICER, name="Lê Quản Trị", user_id=user_id, grants=grants)


@pytest.fixture
def tree() -> SmallTree:
    return small_tree()


def plan(*lines: PlanLine, day: date = DAY) -> int:
    plan_id = services.draft_plan(title="Sắp xếp", basis="NQ 1/NQ", effective_date=day, actor=manager(), now=NOW)
    services.add_lines(plan_id=plan_id, lines=lines, actor=manager(), now=NOW)
    return plan_id


def execute(plan_id: int) -> tuple[int, int]:
    services.start_plan(plan_id=plan_id, actor=manager(), now=NOW)
    return services.run_plan(plan_id=plan_id, now=NOW)


def line(kind: ReorganizationKind, source: str = "", target: str = "", **more: Any) -> PlanLine:
    return PlanLine(0, kind, source=source, target=target, **more)


def founding(code: str, kind: AgencyKind = AgencyKind.COMMUNE, parent: str = "H32") -> PlanLine:
    return line(KIND.FOUND, target=code, target_name=f"UBND {code}", target_kind=kind, parent=parent)


def test_a_merger_moves_people_units_and_keeps_history_and_codes(tree: SmallTree) -> None:
    plan_id = plan(founding("H32.500"), line(KIND.MERGE, COMMUNE, "H32.500"))
    found = queries.dry_run(plan_id=plan_id, viewer=manager())
    assert (found.problems, found.founded, found.ended) == ((), 1, 1)
    assert sum(each.count for each in found.moves) == 1
    assert execute(plan_id) == (2, 0)
    old, new = Agency.objects.get(code=COMMUNE), Agency.objects.get(code="H32.500")
    assert (old.valid_to, old.successor_id, new.valid_from) == (EVE, new.pk, DAY)
    assert Agency.objects.get(code=UNIT).path.startswith(new.path)
    assert [each.agency.code for each in queries.appointments_of(user_id=tree.officer_id, at=EVE)] == [COMMUNE]
    assert [each.agency.code for each in queries.appointments_of(user_id=tree.officer_id, at=DAY)] == ["H32.500"]
    assert queries.find_agency_in_charge(code=COMMUNE, at=DAY).code == "H32.500"
    assert queries.find_agency_in_charge(code=COMMUNE, at=EVE).code == COMMUNE
    (entry,) = list_history(subject_type="organizations.agency", subject_key=COMMUNE)
    assert entry.data["moved"] == {"people": 1, "units": 1}
    assert Reorganization.objects.get(pk=plan_id).state == PlanState.DONE


def test_r1_a_split_names_all_successors_and_gives_open_work_to_the_main_one(tree: SmallTree) -> None:
    plan_id = plan(
        founding("H32.501"),
        founding("H32.502"),
        line(KIND.SPLIT, COMMUNE, "H32.501", is_main=False, share="một phần"),
        line(KIND.SPLIT, COMMUNE, "H32.502"),
    )
    execute(plan_id)
    steps = Succession.objects.filter(predecessor__code=COMMUNE).order_by("successor__code")
    assert [(each.successor.code, each.is_main, each.share) for each in steps] == [
        ("H32.501", False, "một phần"),
        ("H32.502", True, ""),
    ]
    assert queries.find_agency_in_charge(code=COMMUNE, at=DAY).code == "H32.502"


def test_renamed_and_recoded_the_old_name_and_code_find_it(tree: SmallTree) -> None:
    execute(plan(line(KIND.RENAME, DEPARTMENT, "H32.18", target_name="Sở Xây dựng và Giao thông")))
    agency = queries.find_agency(code=DEPARTMENT)
    assert (agency.code, agency.name) == ("H32.18", "Sở Xây dựng và Giao thông")
    assert queries.find_agency(code="000.00.17.H32").id == agency.id
    assert queries.name_at(agency_id=agency.id, at=EVE) == "Sở Xây dựng"
    past = queries.agency_past(shown=queries.agency_page(code="H32.18", viewer=manager(), at=DAY), at=DAY)
    assert [(each.code, each.since, each.until) for each in past.periods] == [
        ("H32.18", DAY, None),
        (DEPARTMENT, date(2025, 7, 1), EVE),
    ]


def test_moved_it_stood_elsewhere_before(tree: SmallTree) -> None:
    execute(plan(line(KIND.MOVE, UNIT, parent=DEPARTMENT)))
    for day, code in ((EVE, COMMUNE), (DAY, DEPARTMENT)):
        page = queries.agency_page(code=code, viewer=manager(), at=day)
        assert [each.code for each in page.below] == [UNIT]
    assert queries.agency_page(code=COMMUNE, viewer=manager(), at=DAY).below == ()


def test_dissolved_without_successor_its_people_hold_nothing_any_more(tree: SmallTree) -> None:
    execute(plan(line(KIND.DISSOLVE, UNIT), line(KIND.DISSOLVE, COMMUNE)))
    assert queries.appointments_of(user_id=tree.officer_id, at=DAY) == ()
    with pytest.raises(NotFound):
        queries.find_agency_in_charge(code=COMMUNE, at=DAY)


def test_delegations_go_along_with_the_seat(tree: SmallTree) -> None:
    seat = Appointment.objects.get(user_id=tree.officer_id)
    lent = Appointment.objects.create(
        user_id=tree.newcomer_id,
        agency_id=tree.commune.id,
        position=seat.position,
        roles=["reception"],
        is_main=False,
        valid_from=EVE,
        valid_to=DAY + timedelta(days=9),
        capacity="delegated",
        on_behalf_of=seat,
    )
    execute(plan(founding("H32.500"), line(KIND.MERGE, COMMUNE, "H32.500")))
    lent.refresh_from_db()
    assert lent.valid_to == EVE
    (place,) = queries.appointments_of(user_id=tree.newcomer_id, at=DAY)
    assert (place.agency.code, place.on_behalf_of, place.until) == ("H32.500", "Trần Cán Bộ", DAY + timedelta(days=9))


def test_a_worker_that_died_goes_on_with_the_next_line(tree: SmallTree, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_id = plan(founding("H32.500"), founding("H32.501"), line(KIND.MERGE, COMMUNE, "H32.500"))
    services.start_plan(plan_id=plan_id, actor=manager(), now=NOW)
    running = import_module("lienthong.kernel.organizations.services.reorganization.run_plan")
    real, calls = running.execute_line, list[int]()

    def dies_on_the_second(**given: Any) -> dict[str, int]:
        calls.append(given["item"].number)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return dict(real(**given))

    monkeypatch.setattr(running, "execute_line", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        services.run_plan(plan_id=plan_id, now=NOW)
    assert ReorganizationItem.objects.filter(plan_id=plan_id, state="done").count() == 1
    assert services.run_plan(plan_id=plan_id, now=NOW) == (2, 0)
    assert calls == [1, 2, 2, 3]
    assert services.run_plan(plan_id=plan_id, now=NOW) == (0, 0)


def test_a_line_that_fails_stops_the_plan_and_is_tried_again(tree: SmallTree) -> None:
    plan_id = plan(line(KIND.MERGE, COMMUNE, DEPARTMENT), line(KIND.RENAME, "H32", target_name="UBND tỉnh mới"))
    services.start_plan(plan_id=plan_id, actor=manager(), now=NOW)
    Agency.objects.filter(code=DEPARTMENT).update(valid_to=EVE)
    assert services.run_plan(plan_id=plan_id, now=NOW) == (1, 1)
    (failed,) = queries.list_lines(plan_id=plan_id, page=1, viewer=manager(), failed=True)
    assert failed.line.source == COMMUNE
    assert DEPARTMENT in failed.error
    Agency.objects.filter(code=DEPARTMENT).update(valid_to=None)
    assert execute(plan_id) == (1, 0)
    assert queries.get_plan(plan_id=plan_id, viewer=manager()).state is PlanState.DONE


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([line(KIND.MERGE, "H99", "H32")], "source_unknown"),
        ([line(KIND.MERGE, COMMUNE, "H99")], "target_unknown"),
        ([line(KIND.MERGE, COMMUNE, COMMUNE)], "onto_itself"),
        ([line(KIND.MERGE, COMMUNE)], "target_missing"),
        ([line(KIND.MERGE, COMMUNE, DEPARTMENT), line(KIND.DISSOLVE, COMMUNE, "H32")], "ended_twice"),
        ([line(KIND.MERGE, COMMUNE, DEPARTMENT), line(KIND.DISSOLVE, DEPARTMENT, "H32")], "target_ends"),
        ([line(KIND.DISSOLVE, COMMUNE)], "children_left"),
        ([line(KIND.SPLIT, COMMUNE, DEPARTMENT, is_main=False)], "main_missing"),
        ([line(KIND.SPLIT, COMMUNE, DEPARTMENT), line(KIND.SPLIT, COMMUNE, "H32")], "main_twice"),
        ([line(KIND.MOVE, "H32", parent=COMMUNE)], "cycle"),
        ([line(KIND.MOVE, COMMUNE, parent="H99")], "parent_unknown"),
        ([line(KIND.MOVE, COMMUNE, parent=DEPARTMENT)], "tier"),
        ([line(KIND.RENAME, COMMUNE)], "nothing_changes"),
        ([line(KIND.RENAME, COMMUNE, DEPARTMENT)], "code_taken"),
        ([founding(COMMUNE)], "code_taken"),
        ([founding("H32.5"), founding("H32.5")], "found_twice"),
        ([line(KIND.FOUND, target="H32.5")], "founding_incomplete"),
        ([line(KIND.RENAME, COMMUNE, target_name="A"), line(KIND.DISSOLVE, COMMUNE, "H32")], "changed_and_ended"),
    ],
)
def test_a_plan_that_cannot_be_is_told_so_and_not_begun(tree: SmallTree, lines: list[PlanLine], reason: str) -> None:
    plan_id = plan(*lines)
    assert reason in {each.reason for each in queries.dry_run(plan_id=plan_id, viewer=manager()).problems}
    with pytest.raises(Invalid):
        services.start_plan(plan_id=plan_id, actor=manager(), now=NOW)


def test_nothing_moves_before_the_day_nor_twice_nor_unseen(tree: SmallTree) -> None:
    later = plan(line(KIND.RENAME, COMMUNE, target_name="Mới"), day=NOW.date() + timedelta(days=1))
    with pytest.raises(Conflict):
        services.start_plan(plan_id=later, actor=manager(), now=NOW)
    plan_id = plan(line(KIND.RENAME, COMMUNE, target_name="Mới"))
    with pytest.raises(Conflict):
        services.start_plan(plan_id=plan_id, actor=manager(), now=NOW, expected_version=1)
    with pytest.raises(NotFound):
        services.start_plan(plan_id=plan_id, actor=Actor(kind=ActorKind.OFFICER, name="X"), now=NOW)
    services.start_plan(plan_id=plan_id, actor=manager(), now=NOW)
    with pytest.raises(Conflict):
        services.start_plan(plan_id=plan_id, actor=manager(), now=NOW)
    with pytest.raises(Conflict):
        services.add_lines(plan_id=plan_id, lines=[line(KIND.DISSOLVE, COMMUNE)], actor=manager(), now=NOW)
    with pytest.raises(NotPermitted):
        services.draft_plan(title="x", basis="y", effective_date=DAY, actor=Actor.anonymous(), now=NOW)


def test_lines_are_read_from_a_file_in_words_of_clerks(tree: SmallTree) -> None:
    text = "Việc;Mã cũ;Mã mới;Tên mới;Loại mới;Cấp trên\nThành lập;;H32.500;Xã A;xã;H32\nSáp nhập;000.00.17.H32;H32.500"
    plan_id = plan()
    given: dict[str, Any] = {"plan_id": plan_id, "file_name": "a.csv", "actor": manager(), "now": NOW}
    assert services.read_lines(**given, content=text.encode()) == 2
    found = queries.list_lines(plan_id=plan_id, page=1, viewer=manager())
    assert [(each.line.kind, each.line.source, each.line.target) for each in found] == [
        (KIND.FOUND, "", "H32.500"),
        (KIND.MERGE, DEPARTMENT, "H32.500"),
    ]
    for wrong in ("a;b\n1;2", "Việc;Mã cũ\nBay;H32", "Việc;Mã cũ;Loại mới\nĐổi tên;H32;mây"):
        with pytest.raises(Invalid):
            services.read_lines(**given, content=wrong.encode())
    services.remove_line(plan_id=plan_id, number=1, actor=manager(), now=NOW)
    with pytest.raises(NotFound):
        services.remove_line(plan_id=plan_id, number=1, actor=manager(), now=NOW)


def test_the_map_shows_from_old_to_new(tree: SmallTree) -> None:
    plan_id = plan(
        founding("H32.500"), line(KIND.MERGE, COMMUNE, "H32.500"), line(KIND.RENAME, DEPARTMENT, target_name="Sở B")
    )
    entries, number = queries.plan_map(plan_id=plan_id, viewer=manager())
    assert number == 2
    shown = [(each.name, [origin.name for origin in each.origins]) for each in entries]
    assert shown == [("Sở B", ["Sở Xây dựng"]), ("UBND H32.500", ["UBND phường Nha Trang"])]
    assert queries.plan_map(plan_id=plan_id, viewer=manager(), text="nha trang")[1] == 1
    execute(plan_id)
    assert [each.name for each in queries.plan_map(plan_id=plan_id, viewer=manager())[0]] == ["Sở B", "UBND H32.500"]
    assert len(list(queries.export_map(plan_id=plan_id, viewer=manager()))) == 2
