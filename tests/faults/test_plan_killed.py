"""kill -9 of the worker in the middle of a reorganisation: it goes on with the next line, and nothing is done twice."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor, ActorKind, Grant, Scope
from lienthong.kernel.audit.models import HistoryEntry
from lienthong.kernel.organizations import services
from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, PlanState
from lienthong.kernel.organizations.contracts import ReorganizationKind as Kind
from lienthong.kernel.organizations.models import (
    Agency,
    AgencyPeriod,
    Appointment,
    Reorganization,
    ReorganizationItem,
    Succession,
)
from lienthong.kernel.organizations.policy import MANAGE, SEE
from lienthong.kernel.organizations.testing import BEGIN, small_tree
from tests.support.waiting import wait_for
from tests.support.worker import let_an_hour_pass, worker

COMMUNES, NEW = 40, 8
LINES = COMMUNES + NEW
KILLS_AFTER = (NEW, 31)
EXECUTED = "organizations.agency.reorganize"
DONE = ReorganizationItem.State.DONE


@pytest.fixture
def plan_id(transactional_db: None) -> int:
    """Begin a plan that merges forty communes, each with an officer, into eight."""
    tree = small_tree()
    now = timezone.now()
    grants = tuple(Grant(each, Scope.PROVINCE, "administrator", 0, "") for each in (SEE, MANAGE))
    actor = Actor(ActorKind.OFFICER, "Lê Quản Trị", user_id=tree.administrator_id, grants=grants)
    position_id = services.save_position(code="specialist", name="Chuyên viên", rank=50)
    lines = [
        PlanLine(0, Kind.FOUND, target=f"H32.8{number:02}", target_name=f"UBND xã Mới {number}",
                 target_kind=AgencyKind.COMMUNE, parent="H32")
        for number in range(NEW)
    ]  # fmt: skip
    for number in range(COMMUNES):
        code, name = f"H32.7{number:02}", f"UBND xã Cũ {number}"
        commune = services.found_agency(
            code=code, name=name, kind=AgencyKind.COMMUNE, level="commune", valid_from=BEGIN, parent_id=tree.province.id
        )
        services.appoint(
            user_id=tree.officer_id, agency_id=commune.id, position_id=position_id, roles=("reception",),
            valid_from=BEGIN, is_main=False,
        )  # fmt: skip
        lines.append(PlanLine(0, Kind.MERGE, source=code, target=f"H32.8{number % NEW:02}"))
    day = timezone.localdate(now)
    plan_id = services.draft_plan(title="Sắp xếp", basis="NQ 1/NQ", effective_date=day, actor=actor, now=now)
    services.add_lines(plan_id=plan_id, lines=lines, actor=actor, now=now)
    services.start_plan(plan_id=plan_id, actor=actor, now=now)
    return plan_id


def has_done(number: int) -> bool:
    return ReorganizationItem.objects.filter(state=DONE).count() >= number


def test_a_plan_whose_worker_is_killed_twice_does_each_line_once(plan_id: int) -> None:
    for after in KILLS_AFTER:
        with worker() as process:
            wait_for(partial(has_done, after), alive=process)
        check_counts(plan_id)
        let_an_hour_pass()
    with worker() as process:
        wait_for(lambda: Reorganization.objects.get(pk=plan_id).state == PlanState.DONE, alive=process)
    assert check_counts(plan_id) == LINES
    assert Appointment.objects.filter(agency__code__startswith="H32.8", valid_to__isnull=True).count() == COMMUNES


def check_counts(plan_id: int) -> int:
    """Compare lines, history, agencies and appointments, which each transaction wrote together; return how many."""
    done = ReorganizationItem.objects.filter(plan_id=plan_id, state=DONE)
    founded = Counter(done.filter(kind=Kind.FOUND).values_list("target_code", flat=True))
    merged = Counter(done.filter(kind=Kind.MERGE).values_list("source_code", flat=True))
    assert Counter(HistoryEntry.objects.filter(act=EXECUTED).values_list("subject_key", flat=True)) == founded + merged
    new = AgencyPeriod.objects.filter(code__startswith="H32.8", valid_to__isnull=True)
    assert Counter(new.values_list("code", flat=True)) == founded
    assert Counter(Succession.objects.values_list("predecessor__code", flat=True)) == merged
    ended = Agency.objects.filter(code__startswith="H32.7", valid_to__isnull=False)
    assert Counter(ended.values_list("code", flat=True)) == merged
    moved = Appointment.objects.filter(agency__code__startswith="H32.7", valid_to__isnull=False)
    assert Counter(moved.values_list("agency__code", flat=True)) == merged
    return done.count()
