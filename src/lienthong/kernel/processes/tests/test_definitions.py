"""A model is checked before cases run on it; hostile files do nothing."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.forms.contracts import ExpressionRefused
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import DefinitionRefused
from lienthong.kernel.processes.rules.engine import CelScriptEngine
from lienthong.kernel.processes.rules.layout import add_picture, place_boxes
from lienthong.kernel.processes.rules.limits import limit_minutes, longest_path_minutes
from lienthong.kernel.processes.rules.reading import read_model
from lienthong.kernel.processes.rules.xml import BPMNDI, XmlRefused, read_xml, write_xml
from lienthong.kernel.processes.testing import flow_xml, line_xml, process_xml, step_xml

from .conftest import NOW, Office

PACKAGES = Path(__file__).resolve().parents[3] / "systems" / "onestop" / "packages"
LIMITS = {"2.000635": "same_day", "1.008891": "6wd", "1.004088": "2wd"}
ENDS = ['<startEvent id="begin"/>', '<endEvent id="finish"/>']
GATE = '<exclusiveGateway id="gate" default="gate__finish"/>'


def gated(condition: str, gate: str = GATE) -> str:
    return process_xml(
        [
            *ENDS,
            step_xml("one"),
            step_xml("two"),
            gate,
            flow_xml("begin", "one"),
            flow_xml("one", "gate"),
            flow_xml("gate", "finish"),
            flow_xml("gate", "two", condition),
            flow_xml("two", "finish"),
        ]
    )


def problems(xml: str, total_limit: str = "10wd") -> dict[str, str]:
    with pytest.raises(DefinitionRefused) as refusal:
        services.save_definition(key="x", title="X", xml=xml, total_limit=total_limit, actor=Actor.system("t"), now=NOW)
    return dict(refusal.value.problems)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("xml", "element", "says"),
    [
        ("<definitions", "xml", "well-formed"),
        ("<html/>", "xml", "not BPMN"),
        (line_xml(step_xml("one", role="")), "one", "Nobody"),
        (line_xml(step_xml("one", place="moon")), "one", "place"),
        (line_xml(step_xml("one", limit="soon")), "one", "soon"),
        (line_xml(step_xml("one", outcomes="")), "one", "no outcome"),
        (line_xml(step_xml("one", outcomes="a:A,a:B")), "one", "must differ"),
        (line_xml(step_xml("one", outcomes="returned:R")), "one", "by the program itself"),
        (line_xml(step_xml("one", assign="same:nobody")), "one", "names no step"),
        (line_xml(step_xml("one", limit="11wd")), "test_process", "5280 > 4800"),
        (line_xml(step_xml("one")).replace('isExecutable="true"', ""), "test_process", "executable"),
        (
            process_xml(
                [*ENDS, step_xml("one"), step_xml("lost"), *map(flow_xml, ["begin", "one"], ["one", "finish"])]
            ),
            "lost",
            "No way leads here",
        ),
        (process_xml([*ENDS, step_xml("one"), flow_xml("begin", "one")]), "one", "to an end"),
        (process_xml([*ENDS, step_xml("one"), flow_xml("begin", "one"), flow_xml("one", "moon")]), "one__moon", "join"),
        (gated(""), "gate__two", "needs a condition"),
        (gated("outcome = 'done'"), "gate__two", "cannot be used"),
        (gated("outcome == 'never'"), "gate__two", "never"),
        (gated("secret == 'done'"), "gate__two", "secret"),
        (gated("outcome == 'done'", '<exclusiveGateway id="gate"/>'), "gate", "default"),
        (gated("__import__('os').system('touch /tmp/lienthong-pwned')"), "gate__two", "__import__"),
        (line_xml('<scriptTask id="one"><script>import os</script></scriptTask>'), "one", "scriptTask"),
        (line_xml('<serviceTask id="one"/>'), "one", "No service"),
        (line_xml('<callActivity id="one" calledElement="x"/>'), "one", "No process"),
        (
            line_xml(step_xml("one").replace("/>", "><standardLoopCharacteristics/></userTask>")),
            "one",
            "standardLoopCharacteristics",
        ),
    ],
)
def test_a_model_is_refused_by_element_and_reason(xml: str, element: str, says: str) -> None:
    found = problems(xml)
    assert says in found[element]


@pytest.mark.django_db
def test_every_problem_is_told_at_once() -> None:
    found = problems(line_xml(step_xml("one", role=""), step_xml("two", limit="")))
    assert set(found) == {"one", "two"}


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><definitions>&b;</definitions>'
SPY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions>&e;</definitions>'


@pytest.mark.parametrize("hostile", [LAUGHS, SPY, "<a>" + "x" * (2 * 1024 * 1024) + "</a>", "<?xml"])
def test_hostile_xml_is_refused_before_it_is_read(hostile: str) -> None:
    with pytest.raises(XmlRefused):
        read_xml(hostile)


def test_the_engine_runs_no_script_and_no_service() -> None:
    engine = CelScriptEngine({}, {})
    with pytest.raises(ExpressionRefused):
        engine.execute(None, "import os")
    with pytest.raises(ExpressionRefused):
        engine.call_service(None)
    task = SimpleNamespace(data={"outcome": "done"})
    assert engine.evaluate(task, "outcome == 'done'")
    with pytest.raises(ExpressionRefused):
        engine.evaluate(task, "__import__('os').system('touch /tmp/lienthong-pwned')")
    assert not Path("/tmp/lienthong-pwned").exists()  # noqa: S108  the name the hostile text would have made


@pytest.mark.django_db
@pytest.mark.parametrize("code", LIMITS)
def test_the_processes_of_the_one_stop_shop_are_accepted_and_drawn(code: str) -> None:
    xml = (PACKAGES / code / "process.bpmn").read_text(encoding="utf-8")
    info = services.save_definition(
        key=code, title=code, xml=xml, total_limit=LIMITS[code], actor=Actor.system("t"), now=NOW
    )
    again = services.save_definition(
        key=code, title=code, xml=xml, total_limit=LIMITS[code], actor=Actor.system("t"), now=NOW
    )
    assert (info.version, again) == (1, info)
    diagram = queries.get_definition_diagram(key=code)
    root = read_xml(diagram.xml)
    model = read_model(root)
    drawn = {shape.get("bpmnElement") for shape in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")}
    assert drawn == set(model.nodes) | {flow.key for flow in model.flows}


@pytest.mark.django_db
def test_a_changed_model_is_a_new_version(office: Office, store: Callable[..., None]) -> None:
    store("p", line_xml(step_xml("one")))
    store("p", line_xml(step_xml("one"), step_xml("two")))
    assert queries.get_definition(key="p").version == 2
    assert [info.version for info in queries.list_definitions()] == [2]


def test_a_picture_of_its_author_stays() -> None:
    root = read_xml(line_xml(step_xml("one")))
    add_picture(root, read_model(root))
    before = write_xml(root)
    add_picture(root, read_model(root))
    assert write_xml(root) == before


def test_the_longest_way_counts_and_ways_back_do_not() -> None:
    xml = gated("outcome == 'done'").replace(
        'targetRef="finish"></sequenceFlow></process>', 'targetRef="one"></sequenceFlow></process>'
    )
    model = read_model(read_xml(xml))
    assert longest_path_minutes(model) == 480
    assert (limit_minutes("30min"), limit_minutes("2wh"), limit_minutes("1wd")) == (30, 120, 480)


def test_boxes_do_not_overlap() -> None:
    boxes = list(place_boxes(read_model(read_xml(gated("outcome == 'done'")))).values())
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert apart_x or apart_y
