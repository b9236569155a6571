"""Work that no process asks for stands in the one inbox, for whoever holds its right in the agency."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor, Grant, NotFound, Scope
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import ErrandDraft, InboxFilters, InboxView
from lienthong.kernel.processes.extensions import ErrandKind, errand_kind
from lienthong.kernel.processes.models import WorkItem
from lienthong.kernel.processes.policy import is_candidate, open_to

from .conftest import NOW, Office

LOOK = errand_kind(ErrandKind("tests.look", "tests", "tests.thing", "Xem", "tests.look"))
HOUR = timedelta(hours=1)


def draft(office: Office, key: str = "E1", **more: object) -> ErrandDraft:
    said = {"subject_key": key, "title": key, "url": f"/e/{key}/", "agency_id": office.commune_id, "due_at": NOW + HOUR}
    return ErrandDraft(**(said | more))  # type: ignore[arg-type]  # what a test says differs each time


def may_look(actor: Actor, scope: Scope = Scope.AGENCY) -> Actor:
    grant = Grant(LOOK.right, scope, "any", actor.agency_id or 0, actor.agency_path)
    return replace(actor, grants=(*actor.grants, grant))


def keys(viewer: Actor, step: str = "") -> list[str]:
    page = queries.list_inbox(viewer=viewer, view=InboxView.ALL, filters=InboxFilters(step_key=step), now=NOW)
    return [item.subject_key for item in page.items]


def test_an_errand_waits_for_whoever_holds_its_right_in_the_agency_itself(office: Office) -> None:
    services.open_errands(kind=LOOK, drafts=[draft(office)], now=NOW)
    here = office.officer("An", "specialist", agency_id=office.commune_id)
    there = office.officer("Bình", "specialist")
    (item,) = WorkItem.objects.all()
    for viewer, seen in (
        (may_look(here), True),
        (here, False),
        (may_look(there), False),
        (may_look(there, Scope.PROVINCE), False),
    ):
        assert keys(viewer) == (["E1"] if seen else [])
        assert is_candidate(viewer, item) is seen
        assert WorkItem.objects.filter(open_to(viewer)).exists() is seen


def test_it_stands_among_steps_by_due_date_is_counted_and_filtered_in_two_statements(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services.open_errands(
        kind=LOOK, drafts=[draft(office, "E1"), draft(office, "E0", due_at=NOW - HOUR)], now=NOW - 2 * HOUR
    )
    viewer = may_look(office.officer("An", "specialist", agency_id=office.commune_id))
    with django_assert_num_queries(2):
        page = queries.list_inbox(viewer=viewer, view=InboxView.UNIT, now=NOW)
    assert [(item.subject_key, item.is_errand, item.step_name) for item in page.items] == [
        ("E0", True, "Xem"),
        ("E1", True, "Xem"),
    ]
    assert (page.counts.unit, page.counts.overdue) == (2, 1)
    assert [(step.key, step.count) for step in page.steps] == [("tests.look", 2)]
    assert keys(viewer, step="tests.look") == ["E0", "E1"]
    assert keys(viewer, step="other") == []


def test_it_ends_once_with_who_did_it_and_in_what_time(office: Office) -> None:
    services.open_errands(kind=LOOK, drafts=[draft(office), draft(office, "E2")], now=NOW)
    officer = may_look(office.officer("An", "specialist", agency_id=office.commune_id))
    close = {"kind": LOOK, "subject_keys": ["E1"], "actor": officer}
    assert services.close_errands(**close, now=NOW + HOUR) == 1  # type: ignore[arg-type]  # spelled once
    assert services.close_errands(**close, now=NOW + 2 * HOUR) == 0  # type: ignore[arg-type]
    done = WorkItem.objects.get(subject_key="E1")
    assert (done.outcome, done.completed_by_name, done.working_minutes_used) == ("done", officer.name, 60)
    services.close_errands(kind=LOOK, subject_keys=["E2"], actor=officer, now=NOW, done=False)
    assert WorkItem.objects.get(subject_key="E2").outcome == "cancelled"
    assert keys(officer) == []


def test_a_subject_has_one_open_errand_of_a_kind(office: Office) -> None:
    services.open_errands(kind=LOOK, drafts=[draft(office)], now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.open_errands(kind=LOOK, drafts=[draft(office)], now=NOW)


def test_it_is_no_step_so_the_acts_of_steps_do_not_find_it(office: Office) -> None:
    services.open_errands(kind=LOOK, drafts=[draft(office)], now=NOW)
    officer = may_look(office.officer("An", "specialist", agency_id=office.commune_id))
    (item,) = queries.list_inbox(viewer=officer, view=InboxView.UNIT).items
    for act in (
        lambda: services.claim(work_item_id=item.id, actor=officer, now=NOW),
        lambda: services.complete(work_item_id=item.id, outcome="done", actor=officer, now=NOW),
        lambda: services.reassign(work_item_id=item.id, user_id=None, actor=officer, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert services.fire_due(now=NOW + 9 * HOUR) == 0
    assert queries.list_steps(subject_type="tests.thing", subject_key="E1")[0].name == "Xem"
