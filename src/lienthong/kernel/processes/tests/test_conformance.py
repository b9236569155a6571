"""The corpus: every element we run, each model to its end along every way, in memory and in the database."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.processes import services
from lienthong.kernel.processes.contracts import ServiceAnswer, ServiceCall, ServiceFailed
from lienthong.kernel.processes.extensions import find_service, service
from lienthong.kernel.processes.models import ProcessInstance, Wait, WorkItem
from lienthong.kernel.processes.models.wait import PENDING
from lienthong.kernel.processes.rules.build import Surroundings, build, read_stored
from lienthong.kernel.processes.rules.decision import Table, read_decision
from lienthong.kernel.processes.rules.engine import Program
from lienthong.kernel.processes.rules.model import NODES, EventKind, Model
from lienthong.kernel.processes.rules.reading import read_model
from lienthong.kernel.processes.rules.walk import FIRE, Move, every_way
from lienthong.kernel.processes.rules.xml import read_xml, write_xml

from .conftest import NOW, Office

CORPUS = Path(__file__).parent / "corpus"
MODELS = sorted((CORPUS / "own").glob("*.bpmn"))
CASES: dict[str, Any] = json.loads((CORPUS / "cases.json").read_text(encoding="utf-8"))
NAMES = [path.stem for path in MODELS]
ANSWER: dict[str, str] = {"outcome": "done"}
FAILS = "fails"
if find_service("test.check") is None:

    @service("test.check", "Check")
    def check(call: ServiceCall) -> ServiceAnswer:
        """Answer what the test wants."""
        assert call.key
        if ANSWER["outcome"] == FAILS:
            raise ServiceFailed("no such record")
        return ServiceAnswer(outcome=ANSWER["outcome"], data={"checked": True})


def source(name: str) -> str:
    return (CORPUS / "own" / f"{name}.bpmn").read_text(encoding="utf-8")


@lru_cache
def tables() -> dict[str, Table]:
    found = {}
    for path in (CORPUS / "decisions").glob("*.dmn"):
        table, problems = read_decision(read_xml(path.read_text(encoding="utf-8")))
        assert table is not None, problems
        found[table.key] = table
    return found


def find_called(key: str) -> tuple[str, int, Any] | None:
    name = next((each for each in NAMES if each[3:] == key), None)
    return None if name is None else (key, 1, read_xml(source(name)))


AROUND = Surroundings(frozenset({"test.check"}), tables(), find_called)


@lru_cache(maxsize=128)
def built(name: str) -> tuple[Model, Program]:
    root = read_xml(source(name))
    model, stored, problems = build(root, total_limit="60wd", around=AROUND)
    assert problems == ()
    assert model is not None
    return read_stored(write_xml(root), stored)


def ways_of(name: str) -> Iterator[tuple[dict[str, Any], tuple[Move, ...], Any]]:
    model, program = built(name)
    for data in CASES[name]["data"]:
        for way, walk in every_way(model, program, data):
            yield data, way, walk


def test_the_corpus_is_large_and_covers_every_element_we_run() -> None:
    assert len(NAMES) >= 40
    assert set(NAMES) == set(CASES)
    models = [read_model(read_xml(source(name))) for name in NAMES]
    nodes = [node for model in models for node in model.nodes.values()]
    assert {node.kind for node in nodes} == NODES
    assert {node.event.kind for node in nodes if node.event is not None} == set(EventKind)
    steps = [step for model in models for step in model.steps.values()]
    assert {step.sequential for step in steps if step.each} == {True, False}
    assert any(step.silence for step in steps)
    assert {node.interrupting for node in nodes if node.kind == "boundaryEvent"} == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_a_model_runs_to_its_end_along_every_way(name: str) -> None:
    model, _program = built(name)
    found = list(ways_of(name))
    wanted = CASES[name]["ways"]
    assert wanted is None or len(found) == wanted * len(CASES[name]["data"])
    assert len({(json.dumps(data), way) for data, way, _walk in found}) == len(found)
    taken = {move.element for _data, way, _walk in found for move in way}
    people = {key for key in model.steps if "__" not in key}
    assert people <= taken, "a step lies on no way"


def make(name: str, office: Office, subject: str, data: dict[str, Any], way: tuple[Move, ...]) -> None:
    """Go one way in the database."""
    state = office.begin(name[3:], subject=subject, data=data)
    for move in way:
        waits = Wait.objects.filter(PENDING, instance_id=state.instance_id, element=move.element)
        if move.kind == FIRE and (kind := waits.get().kind) != EventKind.ERROR.value:
            assert kind in {"timer", "message", "signal"}
            services.happen(wait_id=waits.get().pk, now=NOW)
        elif move.kind == FIRE:
            host = read_model(read_xml(source(name))).nodes[move.element].host
            ANSWER["outcome"] = FAILS
            services.call_service(wait_id=Wait.objects.filter(PENDING).get(element=host).pk, now=NOW)
        elif waits.exists():
            ANSWER["outcome"] = move.outcome
            services.call_service(wait_id=waits.get().pk, now=NOW)
        else:
            rows = WorkItem.objects.filter(instance_id=state.instance_id, completed_at=None, step_key=move.element)
            [item] = rows.order_by("part")[:1]
            services.complete(work_item_id=item.pk, outcome=move.outcome, actor=Actor.system("t"), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_model_runs_the_same_way_in_the_database(office: Office, name: str) -> None:
    for path in (CORPUS / "decisions").glob("*.dmn"):
        services.save_decision(xml=path.read_text(encoding="utf-8"), actor=Actor.system("t"), now=NOW)
    for each in dict.fromkeys(["01-line", "03-exclusive-by-outcome", name]):
        services.save_definition(
            key=each[3:], title=each, xml=source(each), total_limit="60wd", actor=Actor.system("t"), now=NOW
        )
    for index, (data, way, _walk) in enumerate(list(ways_of(name))[:20]):
        make(name, office, f"H{index}", data, way)
    instances = ProcessInstance.objects.all()
    assert {instance.status for instance in instances} == {"ended"}
    assert {instance.state for instance in instances} == {None}
    assert not WorkItem.objects.filter(completed_at=None).exists()
    assert not Wait.objects.filter(PENDING).exists()
    jobs = apps.get_model("procrastinate.ProcrastinateJob").objects
    says = {"message": "processes.message", "signal": "processes.signal"}
    thrown = read_model(read_xml(source(name))).nodes.values()
    for node in thrown:
        if node.kind in {"intermediateThrowEvent", "sendTask"} and node.event is not None:
            assert jobs.filter(task_name=says[node.event.kind.value]).exists()
