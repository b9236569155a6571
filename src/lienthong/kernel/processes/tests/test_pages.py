"""Pages of designers: they answer within few statements, refuse strangers, and tell bad input clearly."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lienthong.kernel.acts.contracts import Actor, Conflict, Grant, NotFound, Scope
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import DraftInfo
from lienthong.kernel.processes.models import DecisionDefinition, ProcessDefinition, ProcessDraft, ProcessReport
from lienthong.kernel.processes.policy import DESIGN, PUBLISH, SERVICES, SKIP
from lienthong.kernel.processes.testing import line_xml, step_xml
from lienthong.kernel.processes.views import cases, designs, machines, publishing, trials

from .conftest import NOW, Office
from .test_conformance import CORPUS
from .test_import import FOREIGN

DESIGNER = Actor.system("designer")
MODEL = line_xml(step_xml("one"), step_xml("two", role="leader"))
MOST_STATEMENTS = 15


@pytest.fixture
def designer(office: Office) -> Actor:
    """Return an officer who may draw processes, with a process, a draft and a story."""
    plain = office.officer("Kiem", "procedure-control")
    may = (DESIGN, PUBLISH, SERVICES, SKIP)
    role = "procedure-control"
    return replace(plain, grants=tuple(Grant(each, Scope.PROVINCE, role, office.department_id, "/2/") for each in may))


@pytest.fixture
def drawn(designer: Actor, store: Callable[..., None], office: Office) -> DraftInfo:
    store("p", MODEL)
    office.begin("p")
    services.save_scenario(key="p", name="usual", moves=["one:done", "two:done"], expected=[], actor=DESIGNER, now=NOW)
    return services.start_draft(key="p", actor=DESIGNER, now=NOW)


def ask(view: Callable[..., Any], actor: Actor, *, post: dict[str, Any] | None = None, **values: Any) -> Any:
    """Call a view as an officer would; messages go nowhere."""
    factory = RequestFactory()
    request: Any = factory.post("/", post) if post is not None else factory.get("/", values.pop("query", {}))
    request.actor = actor
    request._messages = Silent()
    response = view(request, **values)
    for sent in request.FILES.values():
        sent.close()
    return response


class Silent(list[str]):
    """Takes messages and forgets them."""

    def add(self, *_words: object, **_more: object) -> None:
        """Forget a message."""


def test_every_page_answers_within_few_statements(
    drawn: DraftInfo, designer: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = services.ask_move(key="p", to_version=1, actor=DESIGNER, now=NOW)
    services.work_on_report(report_id=report, now=NOW)
    services.work_on_report(report_id=services.ask_simulation(key="p", actor=DESIGNER, now=NOW), now=NOW)
    pages: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (designs.index, {}),
        (designs.design, {"key": "p"}),
        (designs.compare, {"key": "p", "query": {"tu": "1", "den": "nhap"}}),
        (cases.overview, {"key": "p"}),
        (cases.holders, {"key": "p"}),
        (trials.scenarios, {"key": "p"}),
        (trials.simulation, {"key": "p"}),
        (trials.moves, {"key": "p"}),
        (publishing.publish, {"key": "p"}),
        (machines.failed_services, {}),
    ]
    for view, values in pages:
        with django_assert_max_num_queries(MOST_STATEMENTS):
            response = ask(view, designer, **values)
        assert response.status_code == 200
        assert b"<h1>" in response.content


def test_strangers_do_not_enter(client: Client, db: None) -> None:
    for name in ("process", "design", "scenarios", "simulation", "moves", "holders", "event_log", "compare", "publish"):
        assert client.get(reverse(f"processes:{name}", args=["p"])).status_code in {302, 403, 404}
    assert client.get(reverse("processes:failed_services")).status_code in {302, 403}
    assert designs.index.access.rule == DESIGN  # type: ignore[attr-defined]  # the door carries its rule


def test_a_file_of_another_tool_becomes_a_draft_that_names_what_is_missing(designer: Actor) -> None:
    file = SimpleUploadedFile("q.bpmn", (FOREIGN / "camunda-7.bpmn").read_bytes())
    sent = {"source": file, "key": "new", "title": "Mới", "total_limit": "5wd"}
    assert ask(designs.index, designer, post=sent).status_code == 302
    page = ask(designs.design, designer, key="new").content.decode()
    assert "examine" in page
    assert "data.approved == true" in page


def test_a_decision_table_is_taken_in_on_the_same_page(designer: Actor) -> None:
    file = SimpleUploadedFile("risk.dmn", (CORPUS / "decisions" / "risk.dmn").read_bytes())
    assert ask(designs.index, designer, post={"source": file}).status_code == 302
    assert DecisionDefinition.objects.get().key == "risk"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"<!DOCTYPE a><a/>", b"hello", b"<a/>"])
def test_a_bad_file_is_told_and_nothing_is_kept(designer: Actor, content: bytes) -> None:
    sent = {"source": SimpleUploadedFile("x", content), "key": "bad", "title": "T", "total_limit": "5wd"}
    assert ask(designs.index, designer, post=sent).status_code == 422
    assert not ProcessDraft.objects.exists()


def test_the_designer_keeps_what_was_sent_and_refuses_what_is_out_of_date(drawn: DraftInfo, designer: Actor) -> None:
    sent = {"title": "P2", "total_limit": "9wd", "version": drawn.version, "xml": drawn.xml}
    assert ask(designs.design, designer, key="p", post=sent).status_code == 302
    again = ask(designs.design, designer, key="p", post=sent)
    assert again.status_code == 422
    assert ProcessDraft.objects.get().title == "P2"
    assert ask(designs.design, designer, key="p", post={**sent, "xml": "<x"}).status_code == 422


def test_publishing_leads_back_to_the_story_that_fails(drawn: DraftInfo, designer: Actor) -> None:
    story = {"name": "short", "moves": "one:done", "expected": "", "given": ""}
    assert ask(trials.scenarios, designer, key="p", post=story).status_code == 302
    changed = {"title": "P", "total_limit": "9wd", "version": drawn.version, "xml": drawn.xml}
    assert ask(designs.design, designer, key="p", post=changed).status_code == 302
    sent = {"version": str(drawn.version + 1), "decision": "Số 1/QĐ", "valid_from": ""}
    refused = ask(publishing.publish, designer, key="p", post=sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "short" in page
    assert reverse("processes:scenarios", args=["p"]) in page
    assert ask(trials.scenarios, designer, key="p", post={**story, "expected": "two"}).status_code == 302
    assert ask(publishing.publish, designer, key="p", post={**sent, "valid_from": "1/1/2020"}).status_code == 422
    with pytest.raises(Conflict):
        ask(publishing.publish, designer, key="p", post={**sent, "version": "1"})
    done = ask(publishing.publish, designer, key="p", post=sent)
    assert done.url == reverse("processes:process", args=["p"])
    assert queries.find_draft(key="p") is None
    assert "Số 1/QĐ" in ask(cases.overview, designer, key="p").content.decode()


def test_bad_stories_and_moves_are_told(drawn: DraftInfo, designer: Actor) -> None:
    for bad in ({"moves": "nonsense"}, {"given": "[1]"}, {"given": "[" * 5000}, {"name": ""}):
        sent = {"name": "n", "moves": "", "expected": "", "given": "", **bad}
        assert ask(trials.scenarios, designer, key="p", post=sent).status_code == 422
    assert ask(trials.moves, designer, key="p", post={"version": "7", "renamed": ""}).status_code == 422
    assert ask(trials.moves, designer, key="p", post={"version": "1", "renamed": "a=b=c,x"}).status_code == 422
    assert not ProcessReport.objects.exists()


def test_a_report_is_asked_for_and_the_log_is_sent_piece_by_piece(drawn: DraftInfo, designer: Actor) -> None:
    assert ask(trials.moves, designer, key="p", post={"version": "1", "renamed": "a=b"}).status_code == 302
    assert json.loads(json.dumps(ProcessReport.objects.get().params)) == {"to": 1, "renamed": {"a": "b"}}
    log = b"".join(ask(cases.event_log, designer, key="p").streaming_content).decode()
    assert log.startswith("<?xml")
    assert "Nguyễn Văn An" not in log
    with pytest.raises(NotFound):
        ask(cases.overview, designer, key="nothing")
    assert ProcessDefinition.objects.count() == 1
