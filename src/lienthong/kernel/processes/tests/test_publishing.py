"""Publishing as an official act: who may, what keeps it back, what is written down and told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from lienthong.kernel.acts.contracts import Actor, Conflict, Grant, Invalid, NotPermitted, Scope
from lienthong.kernel.acts.extensions import find_act
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import ScenariosFail
from lienthong.kernel.processes.policy import DESIGN, PUBLISH
from lienthong.kernel.processes.testing import line_xml, step_xml

from .conftest import NOW, Office

DESIGNER = Actor.system("designer")
FIRST = line_xml(step_xml("one"))
SECOND = line_xml(step_xml("one"), step_xml("two"))
TODAY = NOW.date()


def draw(xml: str) -> None:
    services.save_draft(key="p", title="P", total_limit="10wd", xml=xml, actor=DESIGNER, now=NOW)


def with_right(office: Office, *permissions: str) -> Actor:
    plain = office.officer(f"Officer {len(permissions)}", "procedure-control")
    grants = (Grant(each, Scope.PROVINCE, "x", office.department_id, "/2/") for each in permissions)
    return replace(plain, grants=tuple(grants))


def test_the_act_is_declared_and_needs_its_own_right(office: Office) -> None:
    act = find_act("processes.draft.publish")
    assert (act.permission, act.states) == (PUBLISH, frozenset({"open"}))
    draw(FIRST)
    with pytest.raises(NotPermitted):
        act(key="p", actor=with_right(office, DESIGN), now=NOW)
    act(key="p", actor=with_right(office, DESIGN, PUBLISH), now=NOW)
    assert queries.get_definition(key="p").version == 1


def test_it_is_written_down_and_told(office: Office) -> None:
    draw(FIRST)
    services.publish_draft(key="p", decision=" Số 12/QĐ-UBND ", actor=DESIGNER, now=NOW)
    lines = list_history(subject_type="processes.processdraft", subject_key="p")
    line = next(each for each in lines if each.act == "processes.draft.publish")
    assert (line.data["version"], line.data["decision"]) == (1, "Số 12/QĐ-UBND")
    assert (line.data["from"], line.data["to"]) == ("open", "published")
    event = apps.get_model("events.OutboxEvent").objects.get(type="processes.process_published")
    assert event.data == {"key": "p", "version": 1, "title": "P", "valid_from": TODAY.isoformat()}
    assert queries.get_definition(key="p").decision == "Số 12/QĐ-UBND"


def test_stories_that_fail_keep_it_back_through_the_act_too(office: Office) -> None:
    draw(SECOND)
    services.save_scenario(key="p", name="short", moves=["one:done"], expected=[], actor=DESIGNER, now=NOW)
    with pytest.raises(ScenariosFail, match="short") as refusal:
        find_act("processes.draft.publish")(key="p", actor=DESIGNER, now=NOW)
    assert (refusal.value.code, refusal.value.status) == ("scenarios_fail", 422)
    assert queries.list_versions(key="p") == ()
    assert not apps.get_model("events.OutboxEvent").objects.filter(type="processes.process_published").exists()
    assert queries.find_draft(key="p") is not None


def test_twice_out_of_date_and_without_a_change_it_is_refused(office: Office) -> None:
    draw(FIRST)
    with pytest.raises(Conflict):
        services.publish_draft(key="p", actor=DESIGNER, now=NOW, expected_version=7)
    services.publish_draft(key="p", actor=DESIGNER, now=NOW)
    with pytest.raises(Conflict):
        services.publish_draft(key="p", actor=DESIGNER, now=NOW)
    services.start_draft(key="p", actor=DESIGNER, now=NOW)
    with pytest.raises(Conflict, match="Nothing has changed"):
        services.publish_draft(key="p", actor=DESIGNER, now=NOW)


def test_r4_a_version_holds_from_its_day_on(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    draw(SECOND)
    for wrong in ({"valid_from": TODAY - timedelta(days=1)}, {"decision": "x" * 201}):
        with pytest.raises(Invalid):
            services.publish_draft(key="p", actor=DESIGNER, now=NOW, **wrong)
    services.publish_draft(key="p", valid_from=TODAY + timedelta(days=2), actor=DESIGNER, now=NOW)
    office.begin("p", subject="A")
    assert queries.count_running(key="p") == {1: 1}
    assert queries.get_definition(key="p", on=TODAY + timedelta(days=1)).version == 1
    assert queries.get_definition(key="p", on=TODAY + timedelta(days=2)).version == 2
    assert queries.get_definition(key="p").version == 2


def test_a_draft_that_calls_a_process_differs_only_where_it_was_changed(
    office: Office, store: Callable[..., None]
) -> None:
    store("other", FIRST)
    call = '<callActivity id="call" calledElement="other"/>'
    calling = SECOND.replace("<userTask", f"{call}<userTask", 1).replace('targetRef="one"', 'targetRef="call"')
    calling = calling.replace("</process>", '<sequenceFlow id="f" sourceRef="call" targetRef="one"/></process>')
    store("p", calling)
    draw(calling.replace('lt:limit="4wh"', 'lt:limit="2wh"', 1))
    assert {each.field for each in queries.compare_versions(key="p", before=1, after=None)} == {"limit"}
