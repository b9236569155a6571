"""Services that do not answer: seen with the error in plain words, tried again, passed over with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from lienthong.kernel.acts.contracts import Actor, Conflict, Grant, Invalid, NotFound, NotPermitted, Scope
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.forms.contracts import ExpressionFailed
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import FailedService, ServiceAnswer, ServiceCall, ServiceFailed
from lienthong.kernel.processes.extensions import find_service, service
from lienthong.kernel.processes.models import Wait
from lienthong.kernel.processes.policy import SERVICES, SKIP
from lienthong.kernel.processes.testing import flow_xml, process_xml, step_xml
from lienthong.kernel.processes.views import machines

from .conftest import NOW, Office
from .test_pages import ask

NAME = "test.fickle"
SUBJECT: dict[str, Any] = {"subject_type": "onestop.dossier", "subject_key": "H01"}
MOOD: dict[str, Exception | None] = {"raises": None}
if find_service(NAME) is None:

    @service(NAME, "Fickle register")
    def fickle(call: ServiceCall) -> ServiceAnswer:
        """Answer, or do not."""
        if MOOD["raises"] is not None:
            raise MOOD["raises"]
        return ServiceAnswer(data={"found": True, "key": call.key})


def model(*, skip: str = 'lt:skip="done"', condition: str = "") -> str:
    flows = [("begin", "look"), ("two", "finish"), ("look", "gate"), ("gate", "two")]
    return process_xml(
        [
            '<startEvent id="begin"/><endEvent id="finish"/><exclusiveGateway id="gate" default="gate__two"/>',
            f'<serviceTask id="look" name="Tra cứu" lt:service="{NAME}" {skip}/>',
            step_xml("two"),
            *(flow_xml(*ends) for ends in flows),
            *([flow_xml("gate", "finish", condition)] if condition else []),
        ]
    )


def looks_after(office: Office, *permissions: str, name: str = "Kiem") -> Actor:
    plain = office.officer(name, "procedure-control")
    grants = (Grant(each, Scope.PROVINCE, "x", office.department_id, "/2/") for each in permissions)
    return replace(plain, grants=tuple(grants))


def fail(office: Office, store: Callable[..., None], *, raises: Exception, **more: Any) -> FailedService:
    """Begin a case whose service fails, and return what is shown of it."""
    store("p", model(**more))
    office.begin("p", data={})
    MOOD["raises"] = raises
    call(is_last=True)
    [row] = queries.list_failed_services(viewer=Actor.system("t"))[0]
    return row


def call(*, is_last: bool = False) -> None:
    """Let the worker call the service once."""
    try:
        services.call_service(wait_id=Wait.objects.latest("pk").pk, now=NOW, is_last=is_last)
    except (ConnectionError, ExpressionFailed):
        assert MOOD["raises"] is None or isinstance(MOOD["raises"], ConnectionError)


def jobs() -> int:
    job: type[Model] = apps.get_model("procrastinate.ProcrastinateJob")
    return int(job._default_manager.filter(task_name="processes.service").count())


def test_a_failure_is_kept_with_its_kind_and_words(office: Office, store: Callable[..., None]) -> None:
    store("p", model())
    office.begin("p")
    MOOD["raises"] = ConnectionError("no route")
    call()
    [row] = queries.list_failed_services(viewer=Actor.system("t"))[0]
    assert (row.failure, row.error, row.attempts) == ("trying", "ConnectionError: no route", 1)
    assert queries.count_failed_services(viewer=Actor.system("t")) == 0
    call(is_last=True)
    [row] = queries.list_failed_services(viewer=Actor.system("t"))[0]
    assert (row.failure, row.attempts, row.step, row.skip) == ("given_up", 2, "Tra cứu", "done")
    MOOD["raises"] = ServiceFailed("Không có hồ sơ gốc")
    call()
    [row] = queries.list_failed_services(viewer=Actor.system("t"))[0]
    assert (row.failure, row.error) == ("refused", "Không có hồ sơ gốc")
    assert queries.count_failed_services(viewer=Actor.system("t")) == 1
    Wait.objects.update(name="nothing.here")
    call()
    assert queries.list_failed_services(viewer=Actor.system("t"))[0][0].failure == "unknown"


def test_it_is_tried_again_and_the_case_goes_on(office: Office, store: Callable[..., None]) -> None:
    row = fail(office, store, raises=ConnectionError("no route"))
    actor, before = looks_after(office, SERVICES), jobs()
    inputs: dict[str, Any] = {"uuid": row.case_uuid, "service_uuid": row.uuid, "actor": actor, "now": NOW}
    services.retry_service(**inputs)
    assert jobs() == before + 1
    assert queries.list_failed_services(viewer=actor) == ((), False)
    with pytest.raises(Conflict):
        services.retry_service(**inputs)
    MOOD["raises"] = None
    call()
    [item] = queries.open_items_for(**SUBJECT)
    assert item.step_key == "two"
    [line] = list_history(**SUBJECT)
    assert (line.act, line.actor, line.data["step"]) == ("processes.service.retry", "Kiem", "look")


def test_it_is_passed_over_with_a_reason_where_the_process_allows_it(
    office: Office, store: Callable[..., None]
) -> None:
    row = fail(office, store, raises=ServiceFailed("no"))
    inputs: dict[str, Any] = {"uuid": row.case_uuid, "service_uuid": row.uuid, "now": NOW}
    with pytest.raises(NotFound):
        services.skip_service(**inputs, reason="x", actor=office.officer("An", "specialist"))
    with pytest.raises(NotPermitted):
        services.skip_service(**inputs, reason="x", actor=looks_after(office, SERVICES))
    actor = looks_after(office, SERVICES, SKIP, name="Lan")
    with pytest.raises(Invalid):
        services.skip_service(**inputs, reason=" ", actor=actor)
    services.skip_service(**inputs, reason="Đã tra sổ giấy", actor=actor)
    [item] = queries.open_items_for(**SUBJECT)
    assert item.step_key == "two"
    [line] = list_history(**SUBJECT)
    assert (line.act, line.actor, line.note) == ("processes.service.skip", "Lan", "Đã tra sổ giấy")
    call()
    assert len(queries.open_items_for(**SUBJECT)) == 1


def test_a_process_may_forbid_passing_over(office: Office, store: Callable[..., None]) -> None:
    row = fail(office, store, raises=ServiceFailed("no"), skip="")
    actor = looks_after(office, SERVICES, SKIP)
    with pytest.raises(NotPermitted, match="Tra cứu"):
        services.skip_service(uuid=row.case_uuid, service_uuid=row.uuid, reason="x", actor=actor, now=NOW)
    assert not queries.open_items_for(**SUBJECT)


def test_what_needs_the_answer_keeps_it_from_being_passed_over(office: Office, store: Callable[..., None]) -> None:
    row = fail(office, store, raises=ServiceFailed("no"), condition="data.found")
    actor = looks_after(office, SERVICES, SKIP)
    with pytest.raises(ExpressionFailed, match=r"data\.found"):
        services.skip_service(uuid=row.case_uuid, service_uuid=row.uuid, reason="x", actor=actor, now=NOW)
    assert queries.list_failed_services(viewer=actor)[0]


def test_a_paused_case_is_not_called_and_is_called_when_its_clock_runs(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", model())
    office.begin("p")
    MOOD["raises"] = None
    services.pause(**SUBJECT, ground="x", actor=Actor.system("t"), now=NOW)
    call()
    assert not queries.open_items_for(**SUBJECT)
    before = jobs()
    services.resume(**SUBJECT, actor=Actor.system("t"), now=NOW + timedelta(hours=1))
    assert jobs() == before + 1
    call()
    assert [item.step_key for item in queries.open_items_for(**SUBJECT)] == ["two"]


def test_the_page_lists_filters_exports_and_acts(office: Office, store: Callable[..., None]) -> None:
    row = fail(office, store, raises=ServiceFailed("<b>no</b>"))
    actor = looks_after(office, SERVICES, SKIP)
    page = ask(machines.failed_services, actor).content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert "Nguyễn Văn An" not in page
    for query, found in (({"q": "H01"}, True), ({"q": "other"}, False), ({"loi": "dung"}, False), ({"loi": "x"}, True)):
        assert ("Tra cứu" in ask(machines.failed_services, actor, query=query).content.decode()) is found
    file = b"".join(ask(machines.export_failed_services, actor, kind="csv").streaming_content).decode()
    assert "H01" in file
    names = {"uuid": row.case_uuid, "service_uuid": row.uuid}
    assert ask(machines.skip_service, actor, post={"reason": ""}, **names).status_code == 302
    assert not queries.open_items_for(**SUBJECT)
    assert ask(machines.retry_service, actor, post={}, **names).status_code == 302
    assert ask(machines.skip_service, actor, post={"reason": "late"}, **names).status_code == 302
    assert not queries.open_items_for(**SUBJECT)
    call()
    assert ask(machines.skip_service, actor, post={"reason": "late"}, **names).status_code == 302
    assert [item.step_key for item in queries.open_items_for(**SUBJECT)] == ["two"]
    assert queries.list_failed_services(viewer=office.officer("An", "specialist")) == ((), False)
