"""Going back to a step that lies inside a sub-process, a called process, or was answered by several agencies."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import services
from lienthong.kernel.processes.contracts import NoEarlierStep, ProcessState
from lienthong.kernel.processes.models import ProcessInstance, Wait, WorkItem
from lienthong.kernel.processes.models.wait import PENDING
from lienthong.kernel.processes.testing import flow_xml, line_xml, process_xml, step_xml

from .conftest import NOW, Office

ACTOR = Actor.system("t")
ENDS = '<startEvent id="begin"/><endEvent id="finish"/>'


def sub_xml(key: str, *parts: str, besides: str = "") -> str:
    """Return a sub-process whose parts follow one another."""
    names = [part.split('id="')[1].split('"')[0] for part in parts]
    chain = [f"{key}_in", *names, f"{key}_out"]
    flows = "".join(flow_xml(one, two) for one, two in pairwise(chain))
    inside = f'<startEvent id="{key}_in"/><endEvent id="{key}_out"/>{"".join(parts)}{flows}{besides}'
    return f'<subProcess id="{key}">{inside}</subProcess>'


def chain_xml(*parts: str) -> str:
    """Return a process whose parts follow one another."""
    names = ["begin", *(part.split('id="')[1].split('"')[0] for part in parts), "finish"]
    return process_xml([ENDS, *parts, *(flow_xml(one, two) for one, two in pairwise(names))])


def forward(*steps: str) -> ProcessState:
    """Finish steps, one after the other; the first open one of each."""
    state = None
    for step in steps:
        item = WorkItem.objects.filter(step_key=step, completed_at=None).order_by("part")[0]
        state = services.complete(work_item_id=item.pk, outcome="done", actor=ACTOR, now=NOW)
    assert state is not None
    return state


def back(step: str) -> list[tuple[str, int]]:
    """Return a case from a step and tell where it stands then, with the round."""
    item = WorkItem.objects.get(step_key=step, completed_at=None)
    state = services.return_to_previous(work_item_id=item.pk, reason="again", actor=ACTOR, now=NOW)
    return sorted((each.step_key, each.round) for each in state.open_items)


def ended() -> bool:
    return ProcessInstance.objects.get().status == "ended"


def test_a_return_goes_to_the_last_step_of_the_sub_process_before(office: Office, store: Callable[..., None]) -> None:
    store("p", chain_xml(step_xml("a"), sub_xml("s", step_xml("b"), step_xml("c")), step_xml("d")))
    office.begin("p")
    forward("a", "b", "c")
    assert back("d") == [("c", 2)]
    assert back("c") == [("b", 2)]
    assert back("b") == [("a", 2)]
    forward("a", "b", "c", "d")
    assert ended()


def test_a_return_goes_through_sub_processes_in_each_other(office: Office, store: Callable[..., None]) -> None:
    inner = sub_xml("inner", step_xml("b"), step_xml("c"))
    store("p", chain_xml(step_xml("a"), sub_xml("outer", inner, step_xml("x")), step_xml("d"), step_xml("e")))
    office.begin("p")
    forward("a", "b", "c", "x", "d")
    for step, there in (("e", ("d", 2)), ("d", ("x", 2)), ("x", ("c", 2)), ("c", ("b", 2)), ("b", ("a", 2))):
        assert back(step) == [there]
    with pytest.raises(NoEarlierStep):
        back("a")
    forward("a", "b", "c", "x", "d", "e")
    assert ended()


def test_a_return_from_two_sub_processes_that_follow_each_other(office: Office, store: Callable[..., None]) -> None:
    store("p", chain_xml(sub_xml("s", step_xml("a")), sub_xml("t", step_xml("b")), step_xml("c")))
    office.begin("p")
    forward("a", "b")
    assert back("c") == [("b", 2)]
    assert back("b") == [("a", 2)]
    forward("a", "b", "c")
    assert ended()


def test_a_return_goes_into_a_called_process(office: Office, store: Callable[..., None]) -> None:
    store("other", line_xml(step_xml("look"), step_xml("answer")))
    store("p", chain_xml(step_xml("a"), '<callActivity id="call" calledElement="other"/>', step_xml("z")))
    office.begin("p")
    forward("a", "call__look", "call__answer")
    assert back("z") == [("call__answer", 2)]
    assert back("call__answer") == [("call__look", 2)]
    forward("call__look", "call__answer", "z")
    assert ended()


def test_agencies_asked_inside_a_sub_process_are_asked_anew(office: Office, store: Callable[..., None]) -> None:
    ask = (
        step_xml("ask")
        .replace('lt:place="competent"', 'lt:each="data.asked"')
        .replace("/>", " lt:decide=\"'done'\"><multiInstanceLoopCharacteristics/></userTask>")
    )
    store("p", chain_xml(step_xml("a"), sub_xml("s", ask), step_xml("z")))
    office.begin("p", data={"asked": ["competent", "reception"]})
    forward("a", "ask", "ask")
    assert back("z") == [("ask", 2), ("ask", 2)]
    assert WorkItem.objects.filter(step_key="ask", outcome="done").count() == 2
    forward("ask", "ask", "z")
    assert ended()
    assert ProcessInstance.objects.get().data["answers"] == {"ask": {"done": 2}}


def test_branches_inside_a_sub_process_join_again_after_a_return(office: Office, store: Callable[..., None]) -> None:
    gates = '<parallelGateway id="fork"/><parallelGateway id="join"/>'
    flows = [("s_in", "fork"), ("fork", "l"), ("fork", "r"), ("l", "join"), ("r", "join"), ("join", "s_out")]
    inside = "".join(
        ['<startEvent id="s_in"/><endEvent id="s_out"/>', gates, step_xml("l"), step_xml("r")]
        + [flow_xml(*ends) for ends in flows]
    )
    store("p", chain_xml(step_xml("a"), f'<subProcess id="s">{inside}</subProcess>', step_xml("z")))
    office.begin("p")
    forward("a", "l", "r")
    [(again, number)] = back("z")
    assert number == 2
    forward(again, "z")
    assert ended()


TIMED = chain_xml(step_xml("a"), sub_xml("s", step_xml("b")), step_xml("z")).replace(
    "</process>",
    '<boundaryEvent id="late" attachedToRef="s"><timerEventDefinition><timeDuration>2wd</timeDuration>'
    '</timerEventDefinition></boundaryEvent><endEvent id="over"/>' + flow_xml("late", "over") + "</process>",
)


def test_the_timer_on_a_sub_process_waits_again_after_a_return_into_it(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", TIMED)
    office.begin("p")
    forward("a", "b")
    assert not Wait.objects.filter(PENDING).exists()
    assert back("z") == [("b", 2)]
    [wait] = Wait.objects.filter(PENDING)
    assert wait.element == "late"
    moved: Any = services.happen(wait_id=wait.pk, now=NOW)
    assert moved.ended


def test_the_timer_on_a_sub_process_ends_with_it_the_second_time_too(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", TIMED)
    office.begin("p")
    forward("a", "b")
    back("z")
    forward("b", "z")
    assert ended()
    assert not Wait.objects.filter(PENDING).exists()
