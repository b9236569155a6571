"""Moving running cases: what they have behind them, clocks that stand, timers and services on their way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.models import ProcessInstance, Wait, WorkItem
from lienthong.kernel.processes.models.wait import PENDING
from lienthong.kernel.processes.testing import line_xml, step_xml

from .conftest import NOW, Office
from .test_design import CLOCKED
from .test_failed_services import MOOD, model

ACTOR = Actor.system("designer")
SUBJECT: dict[str, Any] = {"subject_type": "onestop.dossier", "subject_key": "H01"}
FIRST = line_xml(step_xml("one"), step_xml("two"), step_xml("three"))
SECOND = line_xml(step_xml("one"), step_xml("two", outcomes="done:Xong,more:Nữa"), step_xml("three"), step_xml("four"))


def done(step: str, *, hours: int = 1) -> None:
    item = WorkItem.objects.get(step_key=step, completed_at=None)
    services.complete(work_item_id=item.pk, outcome="done", actor=ACTOR, now=NOW + timedelta(hours=hours))


def move(store: Callable[..., None], xml: str) -> dict[str, Any]:
    """Store a version, move every case to it, and return what the report says."""
    store("p", xml)
    version = queries.get_definition(key="p").version
    later = NOW + timedelta(hours=6)
    for dry in (True, False):
        report = services.ask_move(key="p", to_version=version, dry=dry, actor=ACTOR, now=later)
        services.work_on_report(report_id=report, now=later)
    return queries.get_report(key="p", report_id=report).result


def test_a_case_that_was_returned_moves_to_where_it_stands(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    office.begin("p")
    done("one")
    done("two", hours=2)
    for step, hours in (("three", 3), ("two", 4)):
        item = WorkItem.objects.get(step_key=step, completed_at=None)
        services.return_to_previous(work_item_id=item.pk, reason="again", actor=ACTOR, now=NOW + timedelta(hours=hours))
    done("one", hours=5)
    assert move(store, SECOND)["can"] == 1
    [there] = queries.open_items_for(**SUBJECT)
    assert (there.step_key, [outcome.code for outcome in there.outcomes]) == ("two", ["done", "more"])
    for step in ("two", "three", "four"):
        done(step, hours=7)
    assert ProcessInstance.objects.get().status == "ended"


def test_a_timer_keeps_its_moment_and_a_clock_that_stands_stays_so(office: Office, store: Callable[..., None]) -> None:
    store("p", CLOCKED)
    office.begin("p")
    done("one")
    [before] = Wait.objects.filter(PENDING)
    services.pause(**SUBJECT, ground="x", actor=ACTOR, now=NOW + timedelta(hours=2))
    assert move(store, CLOCKED.replace('name="two"', 'name="Second"'))["can"] == 1
    [after] = Wait.objects.filter(PENDING)
    assert (after.pk, after.due_at, after.stopped_at) == (before.pk, before.due_at, NOW + timedelta(hours=2))
    assert ProcessInstance.objects.get().status == "paused"
    services.resume(**SUBJECT, actor=ACTOR, now=NOW + timedelta(hours=7))
    assert services.fire_due(now=NOW + timedelta(days=5)) == 1
    assert [item.step_name for item in queries.open_items_for(**SUBJECT)] == ["Second"]


def test_a_failed_service_moves_with_its_failure_and_a_finished_one_is_not_called_again(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", model(skip=""))
    office.begin("p")
    MOOD["raises"] = None
    [before] = Wait.objects.filter(PENDING)
    Wait.objects.update(failure="given_up", failed_at=NOW)
    assert move(store, model())["can"] == 1
    [row] = queries.list_failed_services(viewer=ACTOR)[0]
    assert (row.uuid, row.skip, row.process_version) == (before.uuid, "done", 2)
    services.call_service(wait_id=before.pk, now=NOW + timedelta(hours=7))
    jobs = apps.get_model("procrastinate.ProcrastinateJob").objects.filter(task_name="processes.service")
    asked = jobs.count()
    assert move(store, model().replace('name="two"', 'name="Second"'))["can"] == 1
    assert (jobs.count(), [item.step_name for item in queries.open_items_for(**SUBJECT)]) == (asked, ["Second"])


def test_a_move_is_told_with_the_version(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    office.begin("p")
    move(store, SECOND)
    event = apps.get_model("events.OutboxEvent").objects.get(type="processes.case_moved")
    assert (event.data["cause"], event.data["to_version"], event.data["open_steps"]) == ("", 2, ["one"])


def test_nothing_moves_before_a_report_about_the_same_move(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    office.begin("p")
    store("p", SECOND)
    plan = services.ask_move(key="p", to_version=2, actor=ACTOR, now=NOW)
    with pytest.raises(Conflict, match="report first"):
        services.ask_move(key="p", to_version=2, dry=False, actor=ACTOR, now=NOW)
    services.work_on_report(report_id=plan, now=NOW)
    assert queries.count_running(key="p") == {1: 1}
    with pytest.raises(Conflict):
        services.ask_move(key="p", to_version=2, dry=False, renamed={"one": "two"}, actor=ACTOR, now=NOW)
    services.ask_move(key="p", to_version=2, dry=False, actor=ACTOR, now=NOW)
