"""Whatever is done to the tree, nothing is orphaned, nothing goes round in a circle, and the history agrees."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.organizations import queries, services
from lienthong.kernel.organizations.contracts import AgencyKind, PlanLine, ReorganizationKind
from lienthong.kernel.organizations.models import Agency, AgencyPeriod
from lienthong.kernel.organizations.rules.plan import AgencyFact, check_plan
from lienthong.kernel.organizations.services.move_subtree import move_subtree
from lienthong.kernel.organizations.services.periods import begin_period

BEGIN = date(2025, 7, 1)
NOW = datetime(2026, 10, 6, 2, 0, tzinfo=UTC)
KINDS = st.sampled_from(list(ReorganizationKind))
MOVES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12)
LINES = st.lists(st.tuples(KINDS, st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=6)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
pytestmark = pytest.mark.django_db


def code_of(number: int) -> str:
    return f"H32.{number}"


def found_eight(parents: list[int]) -> None:
    """Found eight units, each below an earlier one or at the top."""
    for number, parent in enumerate(parents):
        above = Agency.objects.get(code=code_of(parent % number)).pk if number else None
        services.found_agency(
            code=code_of(number), name=f"N{number}", kind=AgencyKind.UNIT, level="x", valid_from=BEGIN, parent_id=above
        )


def check_tree(day: date) -> None:
    """Fail unless paths, parents and history agree."""
    rows = {row.pk: row for row in Agency.objects.all()}
    for row in rows.values():
        above = rows[row.parent_id].path if row.parent_id else "/"
        assert row.path == f"{above}{row.pk}/"
        periods = list(AgencyPeriod.objects.filter(agency=row).order_by("valid_from"))
        assert periods[0].valid_from == row.valid_from
        for before, after in pairwise(periods):
            assert before.valid_to is not None
            assert after.valid_from == before.valid_to + timedelta(days=1)
        assert periods[-1].valid_to == row.valid_to
        if row.valid_to is None:
            assert (periods[-1].parent_id, periods[-1].name) == (row.parent_id, row.name)
            assert row.parent_id is None or rows[row.parent_id].valid_to is None
    for row in rows.values():
        below = {each.pk for each in rows.values() if each.path.startswith(row.path)}
        assert below == set(Agency.objects.filter(path__startswith=row.path).values_list("pk", flat=True))


@QUICK
@given(parents=st.lists(st.integers(0, 7), min_size=8, max_size=8), moves=MOVES)
def test_moves_never_orphan_or_go_round(parents: list[int], moves: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        found_eight(parents)
        for step, (moved, to) in enumerate(moves, start=1):
            agency, parent = (Agency.objects.get(code=code_of(each)) for each in (moved, to))
            would_circle = parent.path.startswith(agency.path)
            try:
                with transaction.atomic():
                    move_subtree(agency=agency, parent=parent)
                    begin_period(agency=agency, day=BEGIN + timedelta(days=step))
            except Conflict:
                assert would_circle
            else:
                assert not would_circle
        check_tree(BEGIN + timedelta(days=len(moves)))
        transaction.set_rollback(True)


@QUICK
@given(parents=st.lists(st.integers(0, 7), min_size=8, max_size=8), lines=LINES)
def test_a_plan_without_faults_is_executed_to_the_end(
    parents: list[int], lines: list[tuple[ReorganizationKind, int, int, bool]]
) -> None:
    actor = Actor.system("thử")
    with transaction.atomic():
        found_eight(parents)
        plan_id = services.draft_plan(title="x", basis="y", effective_date=date(2026, 1, 1), actor=actor, now=NOW)
        services.add_lines(plan_id=plan_id, lines=[plan_line(*each) for each in lines], actor=actor, now=NOW)
        found = queries.dry_run(plan_id=plan_id, viewer=actor)
        if lines and not found.problems:
            services.start_plan(plan_id=plan_id, actor=actor, now=NOW)
            assert services.run_plan(plan_id=plan_id, now=NOW) == (len(lines), 0)
            check_tree(date(2026, 1, 1))
        transaction.set_rollback(True)


def plan_line(kind: ReorganizationKind, first: int, second: int, is_main: bool) -> PlanLine:
    """Return a line of this kind between two of ten codes, of which eight exist."""
    source, target = code_of(first), code_of(second)
    if kind is ReorganizationKind.FOUND:
        return PlanLine(0, kind, target=source, target_name="M", target_kind=AgencyKind.UNIT, parent=target)
    if kind is ReorganizationKind.MOVE:
        return PlanLine(0, kind, source=source, parent=target)
    if kind is ReorganizationKind.RENAME:
        return PlanLine(0, kind, source=source, target_name="M")
    return PlanLine(0, kind, source=source, target=target, is_main=is_main or kind is not ReorganizationKind.SPLIT)


@given(lines=LINES)
def test_any_plan_may_be_checked(lines: list[tuple[ReorganizationKind, int, int, bool]]) -> None:
    facts = {code_of(each): AgencyFact(code_of(each), AgencyKind.UNIT, "", 0, True, True) for each in range(8)}
    numbered = [plan_line(*each) for each in lines]
    check_plan(numbered, facts)
