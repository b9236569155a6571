"""What officers do with steps, and what the clock makes of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor, DomainError, Invalid, NotFound
from lienthong.kernel.forms.contracts import ExpressionFailed
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import (
    InstanceStatus,
    NoEarlierStep,
    NotYourStep,
    OfficerElsewhere,
    PlaceMissing,
    ProcessPaused,
    StepStatus,
    StepTaken,
    UnknownOutcome,
)
from lienthong.kernel.processes.models import ProcessInstance, WorkItem
from lienthong.kernel.processes.testing import flow_xml, line_xml, process_xml, step_xml

from .conftest import NOW, Office, make_office
from .test_definitions import LIMITS, PACKAGES

SUBJECT: dict[str, Any] = {"subject_type": "onestop.dossier", "subject_key": "H01"}
LINE = line_xml(
    step_xml("examine", outcomes="propose:Trình,refuse:Từ chối"),
    step_xml("sign", role="leader", limit="1wd", outcomes="sign:Ký,return:Trả lại"),
    step_xml("file", role="clerk", limit="30min"),
)
PARALLEL = process_xml(
    [
        '<startEvent id="begin"/><endEvent id="finish"/><parallelGateway id="fork"/><parallelGateway id="join"/>',
        step_xml("one"),
        step_xml("left"),
        step_xml("right", role="clerk"),
        step_xml("last", role="leader"),
        flow_xml("begin", "one"),
        flow_xml("one", "fork"),
        flow_xml("fork", "left"),
        flow_xml("fork", "right"),
        flow_xml("left", "join"),
        flow_xml("right", "join"),
        flow_xml("join", "last"),
        flow_xml("last", "finish"),
    ]
)


@pytest.fixture
def line(office: Office, store: Callable[..., None]) -> Office:
    store("line", LINE)
    return office


def test_a_case_goes_from_step_to_step_to_its_end(line: Office) -> None:
    specialist, leader, clerk = (
        line.officer("An", "specialist"),
        line.officer("Binh", "leader"),
        line.officer("Chi", "clerk"),
    )
    state = line.begin("line")
    [examine] = state.open_items
    assert (examine.step_key, examine.due_at) == ("examine", NOW + timedelta(hours=6))
    state = services.complete(
        work_item_id=examine.id, outcome="propose", actor=specialist, now=NOW + timedelta(hours=2), note="ok"
    )
    [sign] = state.open_items
    state = services.complete(work_item_id=sign.id, outcome="sign", actor=leader, now=NOW + timedelta(hours=3))
    [file] = state.open_items
    state = services.complete(work_item_id=file.id, outcome="done", actor=clerk, now=NOW + timedelta(hours=3))
    assert state.ended
    assert state.last_outcome == "done"
    assert ProcessInstance.objects.get().state is None
    done = WorkItem.objects.get(step_key="examine")
    assert (done.working_minutes_used, done.completed_by_name, done.note) == (120, "An", "ok")


def test_the_case_needs_an_agency_for_each_place(line: Office) -> None:
    with pytest.raises(PlaceMissing):
        services.start(
            definition_key="line",
            system="onestop",
            **SUBJECT,
            title="",
            places={"reception": line.commune_id},
            calendar_id=line.calendar_id,
            actor=Actor.system("t"),
            now=NOW,
        )


def test_a_gateway_follows_the_outcome_and_the_data(office: Office, store: Callable[..., None]) -> None:
    gate = '<exclusiveGateway id="gate" default="gate__cheap"/>'
    parts = ['<startEvent id="begin"/><endEvent id="finish"/>', gate, *(step_xml(k) for k in ("ask", "cheap", "dear"))]
    flows = [
        flow_xml("begin", "ask"),
        flow_xml("ask", "gate"),
        flow_xml("gate", "cheap"),
        flow_xml("gate", "dear", "outcome == 'done' && data.fee > 100 && steps.ask == 'done'"),
        flow_xml("cheap", "finish"),
        flow_xml("dear", "finish"),
    ]
    store("gate", process_xml([*parts, *flows]))
    officer = office.officer("An", "specialist")
    for subject, fee, step in (("A", 50, "cheap"), ("B", 500, "dear")):
        [ask] = office.begin("gate", subject=subject).open_items
        state = services.complete(work_item_id=ask.id, outcome="done", actor=officer, now=NOW, data={"fee": fee})
        assert [item.step_key for item in state.open_items] == [step]


def test_parallel_branches_wait_for_each_other(office: Office, store: Callable[..., None]) -> None:
    store("parallel", PARALLEL)
    specialist, clerk = office.officer("An", "specialist"), office.officer("Chi", "clerk")
    [one] = office.begin("parallel").open_items
    state = services.complete(work_item_id=one.id, outcome="done", actor=specialist, now=NOW)
    branches = {item.step_key: item.id for item in state.open_items}
    assert set(branches) == {"left", "right"}
    state = services.complete(work_item_id=branches["right"], outcome="done", actor=clerk, now=NOW)
    assert [item.step_key for item in state.open_items] == ["left"]
    state = services.complete(work_item_id=branches["left"], outcome="done", actor=specialist, now=NOW)
    assert [item.step_key for item in state.open_items] == ["last"]


def test_returning_before_a_fork_closes_every_branch(office: Office, store: Callable[..., None]) -> None:
    store("parallel", PARALLEL)
    specialist = office.officer("An", "specialist")
    [one] = office.begin("parallel").open_items
    state = services.complete(work_item_id=one.id, outcome="done", actor=specialist, now=NOW)
    left = next(item for item in state.open_items if item.step_key == "left")
    state = services.return_to_previous(work_item_id=left.id, reason="wrong", actor=specialist, now=NOW)
    assert [(item.step_key, item.round) for item in state.open_items] == [("one", 2)]
    assert WorkItem.objects.filter(outcome="returned").count() == 2


def test_a_return_goes_to_the_same_officer_with_a_reason(line: Office) -> None:
    specialist, leader = line.officer("An", "specialist"), line.officer("Binh", "leader")
    line.officer("Dung", "specialist")
    [examine] = line.begin("line").open_items
    [sign] = services.complete(work_item_id=examine.id, outcome="propose", actor=specialist, now=NOW).open_items
    with pytest.raises(Invalid):
        services.return_to_previous(work_item_id=sign.id, reason=" ", actor=leader, now=NOW)
    state = services.return_to_previous(work_item_id=sign.id, reason="page 2 missing", actor=leader, now=NOW)
    [again] = state.open_items
    assert (again.step_key, again.assignee_id, again.round) == ("examine", specialist.user_id, 2)
    state = services.complete(work_item_id=again.id, outcome="propose", actor=specialist, now=NOW)
    [sign_again] = state.open_items
    assert (sign_again.step_key, sign_again.assignee_id) == ("sign", leader.user_id)
    steps = queries.list_steps(**SUBJECT)
    assert [(step.key, step.status) for step in steps] == [
        ("examine", StepStatus.DONE),
        ("sign", StepStatus.RETURNED),
        ("examine", StepStatus.DONE),
        ("sign", StepStatus.PRESENT),
        ("file", StepStatus.AHEAD),
    ]


def test_the_first_step_has_none_before_it(line: Office) -> None:
    [examine] = line.begin("line").open_items
    with pytest.raises(NoEarlierStep):
        services.return_to_previous(
            work_item_id=examine.id, reason="x", actor=line.officer("An", "specialist"), now=NOW
        )


def test_a_step_may_keep_the_officer_of_an_earlier_one(office: Office, store: Callable[..., None]) -> None:
    store("same", line_xml(step_xml("assign"), step_xml("do", role="clerk"), step_xml("check", assign="same:assign")))
    head, clerk = office.officer("An", "specialist"), office.officer("Chi", "clerk")
    [assign] = office.begin("same").open_items
    [do] = services.complete(work_item_id=assign.id, outcome="done", actor=head, now=NOW).open_items
    [check] = services.complete(work_item_id=do.id, outcome="done", actor=clerk, now=NOW).open_items
    assert check.assignee_id == head.user_id


def test_other_roles_agencies_and_late_colleagues_are_refused(line: Office) -> None:
    specialist, colleague = line.officer("An", "specialist"), line.officer("Dung", "specialist")
    leader = line.officer("Binh", "leader")
    elsewhere = line.officer("Em", "specialist", agency_id=line.commune_id)
    [examine] = line.begin("line").open_items
    for stranger in (leader, elsewhere, Actor.anonymous()):
        with pytest.raises(NotYourStep):
            services.complete(work_item_id=examine.id, outcome="propose", actor=stranger, now=NOW)
    with pytest.raises(UnknownOutcome):
        services.complete(work_item_id=examine.id, outcome="explode", actor=specialist, now=NOW)
    services.claim(work_item_id=examine.id, actor=specialist, now=NOW)
    with pytest.raises(StepTaken, match="An has held this step since 08:00 23/11/2026"):
        services.claim(work_item_id=examine.id, actor=colleague, now=NOW)
    services.complete(work_item_id=examine.id, outcome="propose", actor=specialist, now=NOW)
    with pytest.raises(StepTaken, match="An already finished this step at 08:00 23/11/2026"):
        services.complete(work_item_id=examine.id, outcome="propose", actor=colleague, now=NOW)
    with pytest.raises(NotFound):
        services.claim(work_item_id=0, actor=specialist, now=NOW)


def test_a_step_is_released_and_given_to_another(line: Office) -> None:
    specialist, colleague = line.officer("An", "specialist"), line.officer("Dung", "specialist")
    leader = line.officer("Binh", "leader")
    line.appoint(leader)
    [examine] = line.begin("line").open_items
    assert services.claim(work_item_id=examine.id, actor=specialist, now=NOW).assignee_id == specialist.user_id
    assert services.release(work_item_id=examine.id, actor=specialist, now=NOW).assignee_id is None
    with pytest.raises(NotYourStep):
        services.reassign(work_item_id=examine.id, user_id=colleague.user_id or 0, actor=colleague, now=NOW)
    services.claim(work_item_id=examine.id, actor=specialist, now=NOW)
    with pytest.raises(OfficerElsewhere):
        services.reassign(work_item_id=examine.id, user_id=leader.user_id or 0, actor=specialist, now=NOW)
    line.appoint(colleague)
    given = services.reassign(work_item_id=examine.id, user_id=colleague.user_id or 0, actor=specialist, now=NOW)
    assert given.assignee_name == "Dung"


def test_r42_a_pause_gives_back_the_time_that_was_left(line: Office) -> None:
    specialist = line.officer("An", "specialist")
    [examine] = line.begin("line").open_items
    stopped, resumed = NOW + timedelta(hours=1), NOW + timedelta(days=2)
    state = services.pause(**SUBJECT, ground="Điều 19", actor=specialist, now=stopped)
    assert state.status is InstanceStatus.PAUSED
    with pytest.raises(ProcessPaused):
        services.complete(work_item_id=examine.id, outcome="propose", actor=specialist, now=resumed)
    with pytest.raises(ProcessPaused):
        services.pause(**SUBJECT, ground="", actor=specialist, now=stopped)
    [item] = services.resume(**SUBJECT, actor=specialist, now=resumed).open_items
    # Three of four hours were left; from 08:00 on Wednesday they end at 11:00.
    assert item.due_at == resumed + timedelta(hours=3)
    services.complete(work_item_id=item.id, outcome="propose", actor=specialist, now=resumed + timedelta(hours=1))
    assert WorkItem.objects.get(pk=item.id).working_minutes_used == 120
    assert ProcessInstance.objects.get().pauses[0]["ground"] == "Điều 19"


def test_r42_a_restart_gives_the_whole_limit_anew(line: Office) -> None:
    specialist = line.officer("An", "specialist")
    line.begin("line")
    services.pause(**SUBJECT, ground="x", actor=specialist, now=NOW + timedelta(hours=1))
    resumed = NOW + timedelta(days=2)
    [item] = services.resume(**SUBJECT, actor=specialist, now=resumed, restart=True).open_items
    assert item.due_at == resumed + timedelta(hours=6)


def test_a_cancelled_case_leaves_nothing_open(line: Office) -> None:
    specialist = line.officer("An", "specialist")
    line.begin("line")
    state = services.cancel(**SUBJECT, reason="withdrawn", actor=specialist, now=NOW)
    assert (state.status, state.open_items) == (InstanceStatus.CANCELLED, ())
    assert queries.open_items_for(**SUBJECT) == ()
    with pytest.raises(NotFound):
        services.cancel(**SUBJECT, actor=specialist, now=NOW)


def test_finishing_a_step_costs_few_statements(line: Office, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    specialist, leader = line.officer("An", "specialist"), line.officer("Binh", "leader")
    [examine] = line.begin("line").open_items
    with django_assert_num_queries(5):
        state = services.complete(work_item_id=examine.id, outcome="propose", actor=specialist, now=NOW)
    with django_assert_num_queries(5):
        services.complete(work_item_id=state.open_items[0].id, outcome="sign", actor=leader, now=NOW)


def test_times_and_diagram_show_where_the_case_is(line: Office) -> None:
    specialist = line.officer("An", "specialist")
    state = line.begin("line")
    services.complete(
        work_item_id=state.open_items[0].id, outcome="propose", actor=specialist, now=NOW + timedelta(hours=2)
    )
    diagram = queries.get_instance_diagram(uuid=state.instance_uuid)
    assert (diagram.active, diagram.done, diagram.minutes_by_element["examine"]) == (("sign",), ("examine",), 120)
    slip = queries.time_by_step(**SUBJECT)
    assert [(line.step_key, line.working_minutes_used, line.minutes_allowed, line.late) for line in slip] == [
        ("examine", 120, 240, False),
        ("sign", 0, 480, False),
    ]
    assert queries.get_state(**SUBJECT).open_items[0].step_key == "sign"


def test_an_inclusive_gateway_takes_every_way_that_holds_and_joins(office: Office, store: Callable[..., None]) -> None:
    gates = (
        '<startEvent id="begin"/><endEvent id="finish"/><inclusiveGateway id="fork" default="fork__left"/>'
        '<inclusiveGateway id="join"/>'
    )
    steps = [step_xml(key) for key in ("one", "left", "right", "third", "last")]
    flows = [
        flow_xml("begin", "one"),
        flow_xml("one", "fork"),
        flow_xml("fork", "left"),
        flow_xml("fork", "right", "data.right"),
        flow_xml("fork", "third", "data.third"),
        *(flow_xml(key, "join") for key in ("left", "right", "third")),
        flow_xml("join", "last"),
        flow_xml("last", "finish"),
    ]
    store("inclusive", process_xml([gates, *steps, *flows]))
    officer = office.officer("An", "specialist")
    [one] = office.begin("inclusive", data={"right": True, "third": True}).open_items
    state = services.complete(work_item_id=one.id, outcome="done", actor=officer, now=NOW)
    assert {item.step_key for item in state.open_items} == {"right", "third"}
    for item in state.open_items:
        state = services.complete(work_item_id=item.id, outcome="done", actor=officer, now=NOW)
    assert [item.step_key for item in state.open_items] == ["last"]


def test_a_condition_without_its_data_stops_the_act_and_says_so(office: Office, store: Callable[..., None]) -> None:
    gate = '<startEvent id="begin"/><endEvent id="finish"/><exclusiveGateway id="gate" default="gate__finish"/>'
    flows = [("begin", "one"), ("one", "gate"), ("gate", "finish"), ("two", "finish")]
    parts = [gate, step_xml("one"), step_xml("two"), *(flow_xml(*ends) for ends in flows)]
    store("needs", process_xml([*parts, flow_xml("gate", "two", "data.fee > 1")]))
    [one] = office.begin("needs").open_items
    with pytest.raises(ExpressionFailed, match=r"data\.fee"):
        services.complete(work_item_id=one.id, outcome="done", actor=office.officer("An", "specialist"), now=NOW)
    assert WorkItem.objects.get(pk=one.id).completed_at is None


WAYS = {
    "2.000635": ["tra_cuu:propose", "ky:return", "tra_cuu:propose", "ky:sign", "vao_so:issue"],
    "1.008891": [
        "phan_cong:assign",
        "tham_dinh:propose",
        "kiem_tra:return",
        "tham_dinh:propose",
        "kiem_tra:pass",
        "ky:sign",
        "vao_so:issue",
    ],
    "1.004088": ["kiem_tra:forward", "tham_dinh:propose", "ky:sign", "vao_so:issue", "nhan_ket_qua:receive"],
}


@pytest.mark.parametrize("code", WAYS)
def test_the_processes_of_the_one_stop_shop_run_to_their_end(
    office: Office, store: Callable[..., None], code: str
) -> None:
    store(code, (PACKAGES / code / "process.bpmn").read_text(encoding="utf-8"), LIMITS[code])
    state = office.begin(code)
    for way in WAYS[code]:
        step, outcome = way.split(":")
        [item] = state.open_items
        assert item.step_key == step
        state = services.complete(work_item_id=item.id, outcome=outcome, actor=Actor.system("t"), now=NOW)
    assert state.ended


def test_a_refusal_by_the_leader_ends_the_case(office: Office, store: Callable[..., None]) -> None:
    store("p", (PACKAGES / "2.000635" / "process.bpmn").read_text(encoding="utf-8"), "same_day")
    [item] = office.begin("p").open_items
    [sign] = services.complete(
        work_item_id=item.id, outcome="propose-refusal", actor=Actor.system("t"), now=NOW
    ).open_items
    state = services.complete(work_item_id=sign.id, outcome="refuse", actor=Actor.system("t"), now=NOW)
    assert (state.ended, state.last_outcome) == (True, "refuse")


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_wins_and_the_other_is_told(store: Callable[..., None]) -> None:
    office = make_office()
    store("line", LINE)
    officers = [office.officer(name, "specialist") for name in ("An", "Dung")]
    [examine] = office.begin("line").open_items
    together = Barrier(2)

    def attempt(actor: Actor) -> str:
        together.wait()
        try:
            with transaction.atomic():
                services.complete(work_item_id=examine.id, outcome="propose", actor=actor, now=NOW)
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(attempt, officers))
    assert results == ["step_taken", "won"]
    assert WorkItem.objects.filter(step_key="sign").count() == 1
