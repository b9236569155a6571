"""Drawing, telling stories, publishing, simulating, moving running cases, and the figures of a year."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from lienthong.kernel.acts.contracts import Actor, Invalid, NotFound, NotPermitted
from lienthong.kernel.processes import queries, services
from lienthong.kernel.processes.contracts import DefinitionRefused, DraftChanged, ScenariosFail
from lienthong.kernel.processes.models import ProcessDraft, ProcessInstance, Wait, WorkItem
from lienthong.kernel.processes.rules.xes import write_log
from lienthong.kernel.processes.testing import flow_xml, line_xml, process_xml, step_xml

from .conftest import NOW, Office

DESIGNER = Actor.system("designer")
YEAR_AGO = NOW - timedelta(days=365)
FIRST = line_xml(step_xml("examine", outcomes="propose:Trình"), step_xml("sign", role="leader", outcomes="sign:Ký"))
SECOND = line_xml(
    step_xml("examine", outcomes="propose:Trình"),
    step_xml("check", role="clerk", limit="1wh"),
    step_xml("sign", role="leader", outcomes="sign:Ký"),
)


def draft(xml: str = SECOND, *, key: str = "p", total_limit: str = "10wd") -> None:
    services.save_draft(key=key, title="P", total_limit=total_limit, xml=xml, actor=DESIGNER, now=NOW)


def story(name: str, moves: list[str], expected: list[str], key: str = "p") -> None:
    services.save_scenario(key=key, name=name, moves=moves, expected=expected, actor=DESIGNER, now=NOW)


def go(subject: str, *steps: tuple[str, str], after: timedelta = timedelta(hours=1)) -> None:
    """Finish steps of a case, one after the other."""
    now = NOW
    for key, outcome in steps:
        now += after
        [item] = WorkItem.objects.filter(subject_key=subject, step_key=key, completed_at=None)
        services.complete(work_item_id=item.pk, outcome=outcome, actor=Actor.system("t"), now=now)


def test_a_draft_keeps_what_is_missing_and_is_refused_when_published(office: Office) -> None:
    draft(line_xml(step_xml("one", role="")))
    found = queries.find_draft(key="p")
    assert found is not None
    assert dict(found.problems)["one"]
    with pytest.raises(DefinitionRefused):
        services.publish_draft(key="p", actor=DESIGNER, now=NOW)
    assert ProcessDraft.objects.filter(key="p").exists()


def test_publishing_waits_until_every_story_ends_as_it_should(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    draft()
    story("granted", ["examine:propose", "sign:sign"], [])
    story("at the check", ["examine:propose"], ["check"])
    told = {each.name: each for each in queries.list_scenarios(key="p")}
    assert (told["granted"].is_right, told["granted"].reason, told["granted"].failed_at) == (
        False,
        "impossible",
        "sign:sign",
    )
    assert told["granted"].stands_at == ("check",)
    assert told["at the check"].is_right
    with pytest.raises(ScenariosFail, match="granted"):
        services.publish_draft(key="p", actor=DESIGNER, now=NOW)
    assert queries.get_definition(key="p").version == 1
    story("granted", ["examine:propose", "check:done", "sign:sign"], [])
    services.publish_draft(key="p", actor=DESIGNER, now=NOW)
    assert queries.get_definition(key="p").version == 2
    assert queries.find_draft(key="p") is None
    assert {each.is_right for each in queries.list_scenarios(key="p")} == {True}


def test_a_draft_begins_from_the_newest_version_and_of_two_designers_one_wins(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", FIRST)
    begun = services.start_draft(key="p", actor=DESIGNER, now=NOW)
    draft()
    with pytest.raises(DraftChanged):
        services.save_draft(
            key="p", title="P", total_limit="1wd", xml=FIRST, actor=DESIGNER, now=NOW, expected_version=begun.version
        )
    with pytest.raises(NotFound):
        services.start_draft(key="nothing", actor=DESIGNER, now=NOW)


def test_bad_input_is_told_by_field(office: Office) -> None:
    with pytest.raises(Invalid) as refusal:
        services.save_draft(key="../x", title=" ", total_limit="soon", xml=FIRST, actor=DESIGNER, now=NOW)
    assert {error.path for error in refusal.value.errors} == {"key", "title", "total_limit"}
    with pytest.raises(Invalid):
        story("", ["nonsense"], [])
    with pytest.raises(DefinitionRefused):
        draft("<!DOCTYPE x><definitions/>")
    stranger = office.officer("An", "specialist")
    with pytest.raises(NotFound):
        services.publish_draft(key="p", actor=stranger, now=NOW)
    for attempt in (
        lambda: services.ask_simulation(key="p", actor=stranger, now=NOW),
        lambda: services.ask_move(key="p", to_version=1, actor=stranger, now=NOW),
        lambda: services.start_draft(key="p", actor=stranger, now=NOW),
        lambda: services.delete_scenario(key="p", scenario_id=1, actor=stranger, now=NOW),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_versions_are_compared_element_by_element(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    store("p", SECOND.replace('lt:limit="4wh"', 'lt:limit="2wh"'))
    found = queries.compare_versions(key="p", before=1, after=2)
    assert ("check", "added") in {(each.element, each.kind) for each in found}
    limits = [(each.element, each.before, each.after) for each in found if each.field == "limit"]
    assert limits == [("examine", "4wh", "2wh"), ("sign", "4wh", "2wh")]
    with pytest.raises(NotFound):
        queries.compare_versions(key="p", before=1, after=9)


def test_a_simulation_says_who_would_be_late_and_where_they_wait(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    for subject in ("A", "B"):
        office.begin("p", subject=subject)
    go("A", ("examine", "propose"), ("sign", "sign"))
    go("B", ("examine", "propose"), ("sign", "sign"), after=timedelta(hours=2))
    draft(total_limit="3wh")
    with pytest.raises(DefinitionRefused):
        services.ask_simulation(key="p", actor=DESIGNER, now=NOW)
    draft(SECOND.replace('lt:limit="4wh"', 'lt:limit="1wh"'), total_limit="3wh")
    report_id = services.ask_simulation(key="p", actor=DESIGNER, now=NOW + timedelta(days=1))
    services.work_on_report(report_id=report_id, now=NOW)
    result = queries.get_report(key="p", report_id=report_id).result
    # A worked 60 minutes a step, B 120; both get an hour for the check that neither had.
    assert (result["cases"], result["late_after"], result["late"], result["stuck_count"]) == (2, 1, ["B"], 0)
    assert result["steps"]["check"] == {"cases": 2, "median": 60, "ninth": 60, "over": 0, "guessed": 2}
    assert result["steps"]["examine"]["over"] == 1
    services.work_on_report(report_id=report_id, now=NOW)
    assert queries.list_reports(key="p", kinds=("simulation",))[0].state == "done"


def test_running_cases_move_when_their_place_exists_and_are_named_when_not(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", FIRST)
    for subject in ("A", "B"):
        office.begin("p", subject=subject)
    go("B", ("examine", "propose"))
    store("p", SECOND)
    plan = services.ask_move(key="p", to_version=2, actor=DESIGNER, now=NOW)
    services.work_on_report(report_id=plan, now=NOW)
    result = queries.get_report(key="p", report_id=plan).result
    assert (result["cases"], result["can"]) == (2, 1)
    assert result["cannot"] == {"elsewhere": {"count": 1, "cases": [["B", "check"]]}}
    assert queries.count_running(key="p") == {1: 2}
    move = services.ask_move(key="p", to_version=2, actor=DESIGNER, now=NOW, dry=False)
    services.work_on_report(report_id=move, now=NOW)
    assert queries.count_running(key="p") == {1: 1, 2: 1}
    go("A", ("examine", "propose"), ("check", "done"), ("sign", "sign"))
    assert ProcessInstance.objects.get(subject_key="A").status == "ended"


def test_a_renamed_step_is_found_when_the_plan_says_so(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    office.begin("p", subject="A")
    store("p", line_xml(step_xml("study", outcomes="propose:Trình"), step_xml("sign", outcomes="sign:Ký")))
    blind = services.ask_move(key="p", to_version=2, actor=DESIGNER, now=NOW)
    services.work_on_report(report_id=blind, now=NOW)
    assert queries.get_report(key="p", report_id=blind).result["cannot"]["no_step"]["count"] == 1
    names = {"examine": "study"}
    for dry in (True, False):
        told = services.ask_move(key="p", to_version=2, actor=DESIGNER, now=NOW, dry=dry, renamed=names)
        services.work_on_report(report_id=told, now=NOW)
    go("A", ("study", "propose"), ("sign", "sign"))
    assert ProcessInstance.objects.get(subject_key="A").status == "ended"


def test_figures_say_who_held_what_how_long_and_where_it_waits(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    an, binh = office.officer("An", "specialist"), office.officer("Binh", "specialist")
    office.appoint(binh)
    [item] = office.begin("p", subject="A").open_items
    services.claim(work_item_id=item.id, actor=an, now=NOW)
    services.reassign(work_item_id=item.id, user_id=binh.user_id or 0, actor=an, now=NOW + timedelta(hours=1))
    services.complete(work_item_id=item.id, outcome="propose", actor=binh, now=NOW + timedelta(hours=3))
    rows, more = queries.held_times(key="p", since=YEAR_AGO, viewer=DESIGNER)
    assert [(row.person, row.minutes, row.done) for row in rows] == [("Binh", 120, 1), ("An", 60, 0)]
    assert not more
    assert queries.held_times(key="p", since=YEAR_AGO, viewer=an) == ((), False)
    heat = {each.key: each for each in queries.step_heat(key="p", version=None, since=YEAR_AGO)}
    assert (heat["examine"].done, heat["examine"].mean, heat["examine"].heat) == (1, 180, 5)
    assert (heat["sign"].waiting, heat["sign"].heat) == (1, 1)


def test_the_event_log_is_well_formed_and_in_the_order_of_time(office: Office, store: Callable[..., None]) -> None:
    store("p", FIRST)
    office.begin("p", subject="A")
    go("A", ("examine", "propose"), ("sign", "sign"))
    WorkItem.objects.filter(step_key="sign").update(completed_by_name='A "B" <\x01&>')
    log = "".join(write_log(queries.log_rows(key="p", since=YEAR_AGO), name="P"))
    space = "{http://www.xes-standard.org/}"
    root = ElementTree.fromstring(log)  # noqa: S314  we wrote it ourselves a line before
    [trace] = root.findall(f"{space}trace")
    events = trace.findall(f"{space}event")
    times = [event.find(f"{space}date").get("value") for event in events]  # type: ignore[union-attr]  # each has one
    assert len(events) == 4
    assert times == sorted(str(time) for time in times)
    names = {part.get("key") for part in events[-1]}
    assert {"concept:name", "lifecycle:transition", "time:timestamp", "org:resource", "org:role"} <= names
    assert 'A "B" <&>' in {part.get("value") for part in events[-1]}
    assert "Nguyễn Văn An" not in log


CLOCKED = process_xml(
    [
        '<startEvent id="begin"/><endEvent id="finish"/>',
        step_xml("one"),
        '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>1wd</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>",
        step_xml("two"),
        flow_xml("begin", "one"),
        flow_xml("one", "wait"),
        flow_xml("wait", "two"),
        flow_xml("two", "finish"),
    ]
)


def test_a_timer_counts_working_time_and_stands_with_the_clock(office: Office, store: Callable[..., None]) -> None:
    store("p", CLOCKED)
    office.begin("p", subject="A")
    go("A", ("one", "done"))
    wait = Wait.objects.get()
    # Tuesday 24 November is a holiday.
    assert wait.due_at == NOW + timedelta(days=2, hours=1)
    begun = NOW + timedelta(hours=1)
    assert services.fire_due(now=begun) == 0
    subject: dict[str, Any] = {"subject_type": "onestop.dossier", "subject_key": "A"}
    services.pause(**subject, ground="x", actor=DESIGNER, now=begun)
    assert services.fire_due(now=NOW + timedelta(days=2)) == 0
    services.resume(**subject, actor=DESIGNER, now=begun + timedelta(days=2))
    assert services.fire_due(now=NOW + timedelta(days=2, hours=2)) == 0
    assert services.fire_due(now=NOW + timedelta(days=3, hours=1)) == 1
    assert services.fire_due(now=NOW + timedelta(days=3, hours=1)) == 0
    assert [item.step_key for item in queries.open_items_for(**subject)] == ["two"]


ASKING = process_xml(
    [
        '<startEvent id="begin"/><endEvent id="finish"/>',
        step_xml("ask", outcomes="agree:Đồng ý,object:Không")
        .replace('lt:place="competent"', 'lt:each="data.asked" lt:silence="agree"')
        .replace(
            "/>",
            " lt:decide=\"answers.object > 0 ? 'object' : 'agree'\"><multiInstanceLoopCharacteristics/></userTask>",
        ),
        step_xml("two"),
        flow_xml("begin", "ask"),
        flow_xml("ask", "two"),
        flow_xml("two", "finish"),
    ]
)


def test_agencies_answer_by_their_own_dates_and_silence_is_agreement(
    office: Office, store: Callable[..., None]
) -> None:
    store("p", ASKING)
    asked = [{"place": "competent", "limit": "1wd"}, {"place": "reception", "limit": "2wd"}]
    state = office.begin("p", subject="A", data={"asked": asked})
    first, second = state.open_items
    assert (first.agency_name, second.agency_name) == ("SO", "XA")
    assert second.due_at - first.due_at == timedelta(days=1)
    assert services.fire_due(now=first.due_at) == 1
    silent = WorkItem.objects.get(pk=first.id)
    assert (silent.outcome, silent.completed_by_name) == ("agree", "processes.clock")
    state = services.complete(
        work_item_id=second.id, outcome="object", actor=Actor.system("t"), now=first.due_at + timedelta(hours=1)
    )
    assert [item.step_key for item in state.open_items] == ["two"]
    assert state.last_outcome == "object"
    assert ProcessInstance.objects.get().data["answers"] == {"ask": {"agree": 1, "object": 1}}
    back = services.return_to_previous(
        work_item_id=state.open_items[0].id, reason="ask again", actor=Actor.system("t"), now=first.due_at
    )
    assert [(item.step_key, item.round) for item in back.open_items] == [("ask", 2), ("ask", 2)]
