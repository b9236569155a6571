"""Models of other tools import or are refused by the name of the element; hostile ones do nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.processes.contracts import Problem
from lienthong.kernel.processes.rules.build import Surroundings, build, read_stored
from lienthong.kernel.processes.rules.decision import read_decision
from lienthong.kernel.processes.rules.importing import adopt, to_cel
from lienthong.kernel.processes.rules.model import TASKS, EventKind, TimerForm
from lienthong.kernel.processes.rules.reading import find_process, own, read_model, walk
from lienthong.kernel.processes.rules.timers import TimerRefused, parse_timer
from lienthong.kernel.processes.rules.walk import every_way
from lienthong.kernel.processes.rules.xml import LT, XmlRefused, read_xml, write_xml

from .test_conformance import tables

FOREIGN = Path(__file__).parent / "corpus" / "foreign"
AROUND = Surroundings(services=frozenset({"test.check"}), decisions=tables())


def check(name: str) -> tuple[Any, tuple[Problem, ...], dict[str, set[str]]]:
    root = read_xml((FOREIGN / f"{name}.bpmn").read_text(encoding="utf-8"))
    notes = adopt(root)
    _model, _stored, problems = build(root, total_limit="20wd", around=AROUND)
    found: dict[str, set[str]] = {}
    for problem in problems:
        found.setdefault(problem.element, set()).add(f"{problem.code} {problem.detail}".strip())
    return root, notes, found


STAFFING = {"no_role", "no_place", "no_limit", "no_outcome"}


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("bpmn-io-plain", {"Activity_1"}),
        ("signavio", {"sid-a"}),
        ("camunda-7", {"examine", "sign"}),
        ("flowable", {"tham_dinh", "ky"}),
        ("bizagi-plain", {"t1", "t2", "t3"}),
    ],
)
def test_a_model_of_another_tool_lacks_only_what_it_cannot_say(name: str, steps: set[str]) -> None:
    _root, notes, found = check(name)
    assert set(found) == steps
    assert {code for codes in found.values() for code in codes} <= STAFFING
    assert notes


@pytest.mark.parametrize(
    ("name", "data", "ways"),
    [
        ("bpmn-io-plain", [{}], 1),
        ("signavio", [{}], 1),
        ("camunda-7", [{"approved": True, "amount": 200}, {"approved": False, "amount": 0}], 2),
        ("camunda-8", [{"agencies": ["competent"], "area": area, "kind": "house"} for area in (50, 5000)], 2),
        ("flowable", [{"agencies": ["competent"], "dong_y": True}, {"agencies": ["competent"], "dong_y": False}], 3),
        ("bizagi-plain", [{}], 1),
    ],
)
def test_a_model_of_another_tool_runs_along_every_way_once_it_is_staffed(
    name: str, data: list[dict[str, Any]], ways: int
) -> None:
    root, _notes, _found = check(name)
    for element, kind, _scope in walk(find_process(root)):
        if kind in TASKS:
            staff(element)
    model, stored, problems = build(root, total_limit="60wd", around=AROUND)
    assert problems == ()
    assert model is not None
    runs, program = read_stored(write_xml(root), stored)
    assert sum(1 for given in data for _way in every_way(runs, program, given)) == ways


def staff(element: Any) -> None:
    """Say what the file of another tool could not say of a step."""
    missing = {"role": "specialist", "place": "competent", "limit": "1wd", "outcomes": "done:Xong"}
    if element.get(f"{{{LT}}}each"):
        missing["decide"] = "'done'"
    for key, value in missing.items():
        if not own(element, key):
            element.set(f"{{{LT}}}{key}", value)


def test_what_camunda_says_of_people_forms_services_and_decisions_is_taken_over() -> None:
    root, notes, found = check("camunda-8")
    model = read_model(root)
    assert (model.steps["opinions"].role, model.steps["opinions"].form) == ("specialist", "opinion")
    assert model.steps["opinions"].each == "data.agencies"
    assert (model.nodes["rank"].decision, model.nodes["rank"].result) == ("risk", "rank")
    assert model.nodes["look_up"].service == "test.check"
    assert next(flow.condition for flow in model.flows if flow.key == "Flow_yes") == 'data.rank == "high"'
    assert set(found) == {"opinions"}
    assert {note.code for note in notes} >= {"note_taken", "note_condition", "note_left"}


def test_a_condition_of_camunda_7_is_put_in_our_language() -> None:
    root, _notes, _found = check("camunda-7")
    flows = {flow.key: flow.condition for flow in read_model(root).flows}
    assert flows["Flow_yes"] == "data.approved == true && data.amount > 100"
    assert to_cel("${name eq 'and or'}") == "data.name == 'and or'"
    assert to_cel("=a >= 5 and b = 2") == "data.a >= 5 && data.b == 2"


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("camunda-7-code", {"compute": "unsupported scriptTask", "listen": "vendor_code script"}),
        ("bizagi", {"cg": "unsupported complexGateway"}),
        ("two-pools", {"xml": "one_process first, second"}),
        (
            "flowable-unsupported",
            {
                "s": "unsupported startEvent: timerEventDefinition",
                "tx": "unsupported transaction",
                "adhoc": "unsupported adHocSubProcess",
                "esp": "unsupported eventSubProcess",
                "comp": "unsupported intermediateThrowEvent: compensateEventDefinition",
                "esc": "unsupported intermediateThrowEvent: escalationEventDefinition",
                "cond": "unsupported intermediateCatchEvent: conditionalEventDefinition",
                "link": "unsupported intermediateThrowEvent: linkEventDefinition",
                "loop": "unsupported standardLoopCharacteristics",
                "mail": "unsupported multiInstanceLoopCharacteristics",
            },
        ),
    ],
)
def test_what_we_do_not_run_is_refused_by_the_name_of_the_element(name: str, refused: dict[str, str]) -> None:
    _root, _notes, found = check(name)
    for element, reason in refused.items():
        assert reason in found[element]


def test_an_empty_pool_and_an_empty_note_are_left_out_and_told() -> None:
    root, notes, _found = check("bizagi")
    assert find_process(root).get("id") == "proc_1"
    assert Problem("proc_main", "note_empty_pool") in notes


NESTED = "".join(f'<subProcess id="s{n}">' for n in range(40))
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">'


@pytest.mark.parametrize(
    "hostile",
    [
        HEAD
        + "".join(f'<subProcess id="s{n}">' for n in range(40))
        + "</subProcess>" * 40
        + "</process></definitions>",
        HEAD + "".join(f'<userTask id="t{n}"/>' for n in range(9_000)) + "</process></definitions>",
        HEAD + '<startEvent id="a"/><exclusiveGateway id="b"/><exclusiveGateway id="c"/><endEvent id="e"/>'
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"/><sequenceFlow id="g" sourceRef="b" targetRef="c"/>'
        '<sequenceFlow id="h" sourceRef="c" targetRef="b"/></process></definitions>',
        HEAD + '<sequenceFlow id="f" sourceRef="f" targetRef="f"/></process></definitions>',
        HEAD + '<userTask id="../../etc"/><userTask/></process></definitions>',
        HEAD + '<callActivity id="a" calledElement="a"/></process></definitions>',
    ],
)
def test_a_hostile_model_is_refused_and_never_an_exception(hostile: str) -> None:
    root = read_xml(hostile)
    adopt(root)
    model, _stored, problems = build(root, total_limit="20wd", around=AROUND)
    assert model is None
    assert problems


def test_a_circle_without_anybody_in_it_is_named() -> None:
    root = read_xml(
        HEAD + '<startEvent id="a"/><exclusiveGateway id="b" default="g"/><parallelGateway id="c"/>'
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"/><sequenceFlow id="g" sourceRef="b" targetRef="c"/>'
        '<sequenceFlow id="h" sourceRef="c" targetRef="b"/></process></definitions>'
    )
    _model, _stored, problems = build(root, total_limit="20wd", around=AROUND)
    assert Problem("b", "endless") in problems


def test_ten_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(XmlRefused) as refusal:
        read_xml(HEAD + "x" * (10 * 1024 * 1024) + "</process></definitions>")
    assert refusal.value.problem.code == "too_large"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(list(TimerForm)))
def test_any_text_is_a_moment_or_refused(text: str, form: TimerForm) -> None:
    try:
        timer = parse_timer(text, form)
    except TimerRefused:
        return
    assert timer.limit or timer.span or timer.at


def test_a_decision_of_another_kind_is_refused_by_its_part() -> None:
    xml = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="d"><decisionTable '
        'hitPolicy="PRIORITY"><input id="i"><inputExpression><text>x</text></inputExpression></input>'
        '<output id="o" name="r"/><rule id="r1"><inputEntry id="c1"><text>for x in y return x</text></inputEntry>'
        '<outputEntry id="c2"><text>1</text></outputEntry></rule></decisionTable></decision></definitions>'
    )
    assert read_decision(read_xml(xml))[1] == (Problem("d", "hit_policy", "PRIORITY"),)
    table, problems = read_decision(read_xml(xml.replace("PRIORITY", "FIRST")))
    assert table is None
    assert [(each.element, each.code) for each in problems] == [("c1", "bad_cell")]
    assert EventKind.TIMER.value == "timer"
