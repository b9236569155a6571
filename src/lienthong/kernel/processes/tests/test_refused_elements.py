"""The table of what is not run: each element of BPMN 2.0 is refused by its identifier and the reason."""

import pytest

from lienthong.kernel.processes.contracts import Problem
from lienthong.kernel.processes.rules.build import Surroundings, build
from lienthong.kernel.processes.rules.check_elements import find_unsupported
from lienthong.kernel.processes.rules.model import NODES
from lienthong.kernel.processes.rules.xml import read_xml
from lienthong.kernel.processes.testing import line_xml, process_xml, step_xml
from lienthong.kernel.processes.words import worded

REFUSED = [
    ('<scriptTask id="x"><script>1</script></scriptTask>', "scriptTask"),
    ('<task id="x"/>', "task"),
    ('<complexGateway id="x"/>', "complexGateway"),
    ('<transaction id="x"/>', "transaction"),
    ('<adHocSubProcess id="x"/>', "adHocSubProcess"),
    ('<subChoreography id="x"/>', "subChoreography"),
    ('<choreographyTask id="x"/>', "choreographyTask"),
    ('<callChoreography id="x"/>', "callChoreography"),
    ('<implicitThrowEvent id="x"/>', "implicitThrowEvent"),
    ('<subProcess id="x" triggeredByEvent="true"/>', "eventSubProcess"),
    ('<eventBasedGateway id="x" instantiate="true"/>', "instantiate"),
    ('<eventBasedGateway id="x" eventGatewayType="Parallel"/>', "eventGatewayType"),
    ('<receiveTask id="x" instantiate="true"/>', "instantiate"),
    ('<userTask id="x" isForCompensation="true"/>', "isForCompensation"),
    ('<userTask id="x" startQuantity="2"/>', "startQuantity"),
    ('<userTask id="x" completionQuantity="2"/>', "completionQuantity"),
    ('<userTask id="x"><standardLoopCharacteristics/></userTask>', "standardLoopCharacteristics"),
    ('<userTask id="x"><potentialOwner/></userTask>', "potentialOwner"),
    (
        '<serviceTask id="x"><multiInstanceLoopCharacteristics/></serviceTask>',
        "multiInstanceLoopCharacteristics",
    ),
    (
        '<subProcess id="x"><multiInstanceLoopCharacteristics/></subProcess>',
        "multiInstanceLoopCharacteristics",
    ),
    (
        '<userTask id="x"><multiInstanceLoopCharacteristics><complexBehaviorDefinition/>'
        "</multiInstanceLoopCharacteristics></userTask>",
        "complexBehaviorDefinition",
    ),
    (
        '<userTask id="x"><dataInputAssociation><assignment/></dataInputAssociation></userTask>',
        "assignment",
    ),
    (
        '<intermediateCatchEvent id="x"><timerEventDefinition/><messageEventDefinition/></intermediateCatchEvent>',
        "multipleEventDefinition",
    ),
]
EVENTS = {
    "startEvent": ("timer", "message", "signal", "conditional", "error", "escalation", "compensate"),
    "endEvent": ("escalation", "cancel", "compensate"),
    "intermediateThrowEvent": ("escalation", "compensate", "link"),
    "intermediateCatchEvent": ("conditional", "link"),
    "boundaryEvent": ("conditional", "escalation", "cancel", "compensate"),
}
REFUSED += [
    (f'<{kind} id="x"><{name}EventDefinition/></{kind}>', f"{kind}: {name}EventDefinition")
    for kind, names in EVENTS.items()
    for name in names
]
AROUND = ("globalTask", "globalScriptTask", "choreography", "conversation", "interface", "import")


@pytest.mark.parametrize(("xml", "reason"), REFUSED, ids=[f"{place}-{row[1]}" for place, row in enumerate(REFUSED)])
@pytest.mark.parametrize("inside", [False, True], ids=["whole", "sub-process"])
def test_an_element_that_is_not_run_is_refused_by_name(xml: str, reason: str, inside: bool) -> None:
    whole = process_xml([f'<subProcess id="s">{xml}</subProcess>' if inside else xml])
    root = read_xml(whole)
    assert Problem("x", "unsupported", reason) in tuple(find_unsupported(root))
    model, _stored, problems = build(root, total_limit="10wd", around=Surroundings())
    assert model is None
    assert any(element == "x" and reason in words for element, words in worded(problems))


@pytest.mark.parametrize("kind", AROUND)
def test_what_stands_beside_the_process_is_refused_too(kind: str) -> None:
    root = read_xml(process_xml(['<startEvent id="begin"/>']).replace("<process", f'<{kind} id="x"/><process'))
    assert Problem("x", "unsupported", kind) in tuple(find_unsupported(root))


def test_what_is_run_and_what_is_refused_do_not_overlap() -> None:
    whole_kinds = {reason for _xml, reason in REFUSED if ":" not in reason}
    assert not whole_kinds & NODES


@pytest.mark.parametrize("skip", ["other", "done"])
def test_passing_over_counts_as_an_outcome_of_the_service(skip: str) -> None:
    xml = f'<serviceTask id="x" lt:service="s" lt:outcomes="yes:Có" lt:skip="{skip}"/>'
    _model, _stored, problems = build(read_xml(process_xml([xml])), total_limit="1wd", around=Surroundings())
    assert Problem("x", "bad_skip", skip) in problems


@pytest.mark.parametrize(("second", "fits"), [("4wh", True), ("5wh", False)])
def test_r46_the_steps_together_stay_within_the_limit_of_the_procedure(second: str, fits: bool) -> None:
    xml = line_xml(step_xml("examine", limit="4wh"), step_xml("sign", limit=second))
    _model, _stored, problems = build(read_xml(xml), total_limit="1wd", around=Surroundings())
    assert ("too_long" not in [each.code for each in problems]) is fits
