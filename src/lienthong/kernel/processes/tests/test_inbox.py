"""One list of work, ordered by what is due, within the officer's reach."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor, Grant, Invalid, NotFound, Scope
from lienthong.kernel.acts.extensions import ActorRequest
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import InboxCounts, InboxFilters, InboxView
from lienthong.kernel.processes.models import WorkItem
from lienthong.kernel.processes.policy import is_candidate, open_to
from lienthong.kernel.processes.testing import line_xml, step_xml
from lienthong.kernel.processes.views import show_diagram

from .conftest import NOW, Office


@pytest.fixture
def busy(office: Office, store: Callable[..., None]) -> Office:
    store("short", line_xml(step_xml("short", limit="1wh")))
    store("long", line_xml(step_xml("long", limit="3wd")))
    store("there", line_xml(step_xml("there", place="reception")))
    for number in range(3):
        office.begin("long", subject=f"L{number}")
        office.begin("short", subject=f"S{number}")
    office.begin("there", subject="T0")
    return office


def test_the_inbox_is_ordered_by_due_date_with_paused_work_last(busy: Office) -> None:
    officer = busy.officer("An", "specialist")
    services.pause(subject_type="onestop.dossier", subject_key="S0", ground="x", actor=officer, now=NOW)
    page = queries.list_inbox(viewer=officer, view=InboxView.UNIT)
    assert [item.subject_key for item in page.items] == ["S1", "S2", "L0", "L1", "L2", "S0"]


def test_pages_follow_each_other_without_gap_or_repeat(busy: Office) -> None:
    officer = busy.officer("An", "specialist")
    services.pause(subject_type="onestop.dossier", subject_key="S0", ground="x", actor=officer, now=NOW)
    services.pause(subject_type="onestop.dossier", subject_key="L0", ground="x", actor=officer, now=NOW)
    seen: list[str] = []
    cursor: str | None = None
    while cursor != "":
        page = queries.list_inbox(viewer=officer, view="unit", after=cursor, limit=2)
        seen += [item.subject_key for item in page.items]
        cursor = page.next_cursor
    assert seen == ["S1", "S2", "L1", "L2", "S0", "L0"]
    with pytest.raises(Invalid):
        queries.list_inbox(viewer=officer, after="bm9uc2Vuc2U=")


def test_views_and_counts_agree_in_two_statements(
    busy: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer = busy.officer("An", "specialist")
    first = queries.list_inbox(viewer=officer, view="unit").items[0]
    services.claim(work_item_id=first.id, actor=officer, now=NOW)
    services.pause(subject_type="onestop.dossier", subject_key="L0", ground="x", actor=officer, now=NOW)
    with django_assert_num_queries(2):
        page = queries.list_inbox(viewer=officer, view="mine", now=NOW + timedelta(hours=2))
    assert page.counts == InboxCounts(mine=1, unit=5, all=6, waiting=1, overdue=3)
    for view in InboxView:
        assert len(queries.list_inbox(viewer=officer, view=view).items) == getattr(page.counts, view.value)


def test_filters_narrow_the_list(busy: Office) -> None:
    officer = busy.officer("An", "specialist")

    def keys(filters: InboxFilters) -> list[str]:
        return [item.subject_key for item in queries.list_inbox(viewer=officer, view="all", filters=filters).items]

    assert keys(InboxFilters(step_key="short")) == ["S0", "S1", "S2"]
    assert keys(InboxFilters(text="l1")) == ["L1"]
    assert keys(InboxFilters(due_before=NOW + timedelta(hours=2))) == ["S0", "S1", "S2"]
    assert keys(InboxFilters(system="documents")) == []


def test_the_predicate_and_the_sql_of_the_policy_agree(busy: Office) -> None:
    base = busy.officer("An", "specialist")

    def with_grant(scope: Scope, path: str, agency_id: int, role: str = "specialist") -> Actor:
        grant = Grant(permission="x", scope=scope, role=role, agency_id=agency_id, agency_path=path)
        return replace(base, roles=frozenset(), agency_id=None, grants=(grant,))

    actors = [
        base,
        Actor.anonymous(),
        Actor.system("s"),
        replace(base, roles=frozenset({"leader"})),
        with_grant(Scope.AGENCY, "/1/", busy.commune_id),
        with_grant(Scope.SUBTREE, "/2/", busy.department_id),
        with_grant(Scope.SUBTREE, "/", 0),
        with_grant(Scope.PROVINCE, "/2/", busy.department_id),
        with_grant(Scope.PROVINCE, "/2/", busy.department_id, role="clerk"),
    ]
    items = list(WorkItem.objects.select_related("agency"))
    for actor in actors:
        by_sql = set(WorkItem.objects.filter(open_to(actor)).values_list("pk", flat=True))
        allowed = {item.pk for item in items if actor.user_id is not None and is_candidate(actor, item)}
        assert by_sql == allowed


def test_the_diagram_is_a_file_for_officers(busy: Office) -> None:
    state = queries.get_state(subject_type="onestop.dossier", subject_key="S0")
    request = cast("ActorRequest", RequestFactory().get("/"))
    response = show_diagram(request, uuid=state.instance_uuid)
    assert response["X-LT-Active"] == "short"
    assert b"BPMNShape" in response.content
    assert show_diagram.access.rule == "officer"  # type: ignore[attr-defined]  # the door carries its rule
    with pytest.raises(NotFound):
        queries.get_instance_diagram(uuid=WorkItem.objects.all()[0].uuid)
