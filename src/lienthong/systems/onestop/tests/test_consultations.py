"""An agency asks others for their opinion: each in its inbox, by its own time, seeing what it is shown (R-21)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.files import queries as kept_files
from lienthong.kernel.files import services as files
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxView
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.contracts import Asked, Clock, ConsultationState, Stance, State
from lienthong.systems.onestop.models import Consultation, Dossier, DossierPaper, ServicePackage
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import pdf, signed_in, text_of
from .test_life_cycle import do
from .test_pages_work import statements

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_STATEMENTS = 15
QUESTION = "Thửa đất có nằm trong hành lang an toàn không?"


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def ruled(**said: str) -> None:
    """Let the procedures say something about opinions."""
    for package in ServicePackage.objects.all():
        package.spec |= said
        package.save()
    queries.forget_packages()


def in_department(province: SmallProvince) -> str:
    """Bring a vessel to the department, its papers scanned; return its number."""
    number = accept(province, "1.004088").number
    desk = province.at("commune.reception")
    stored = files.store(stream=BytesIO(pdf().read()), name="quet.pdf", actor=desk, now=TUESDAY)
    DossierPaper.objects.filter(dossier__number=number).update(file_id=stored.id)
    do(services.complete_step, number, desk, TUESDAY, outcome="forward")
    return number


def ask(province: SmallProvince, number: str, *places: int, **more: Any) -> None:
    asked = tuple(Asked(place) for place in places or (province.other_commune.id,))
    call: dict[str, Any] = {
        "question": QUESTION,
        "asked": asked,
        "actor": province.at("department.specialist"),
        "now": TUESDAY,
    } | more
    services.consult(number=number, **call)


def answer(province: SmallProvince, number: str, now: datetime = TUESDAY + HOUR, **more: Any) -> None:
    call: dict[str, Any] = {"stance": Stance.AGREE, "actor": province.at("other.reception"), "now": now} | more
    services.answer_consultation(number=number, **call)


def waiting(viewer: Actor) -> Sequence[str]:
    page = processes.list_inbox(viewer=viewer, view=InboxView.ALL)
    return [item.subject_key for item in page.items if item.step_key == "onestop.consultation.answer"]


def told(template: str) -> set[str]:
    rows = apps.get_model("notifications.Message").objects.filter(template__key=template)
    return set(rows.values_list("to_name", flat=True))


def test_r21_several_are_asked_in_one_act_each_by_its_own_time(province: SmallProvince) -> None:
    number = in_department(province)
    before = Dossier.objects.get(number=number)
    ask(
        province, number,
        asked=(Asked(province.other_commune.id, "2wd"), Asked(province.centre.id)),
    )  # fmt: skip
    first, second = Consultation.objects.order_by("no")
    assert (first.number, second.number) == (f"{number}.YK1", f"{number}.YK2")
    assert first.due_at == TUESDAY + 2 * DAY
    assert second.due_at == TUESDAY + 3 * DAY
    assert waiting(province.at("other.leader")) == [first.number]
    assert waiting(province.at("centre.reception")) == [second.number]
    assert waiting(province.at("department.specialist")) == []
    after = Dossier.objects.get(number=number)
    assert (after.clock, after.due_at, after.state) == (Clock.RUNNING, before.due_at, before.state)
    line = audit.list_history(subject_type="onestop.dossier", subject_key=number)[-1]
    assert (line.act, line.data["consultations"]) == ("onestop.dossier.consult", [first.number, second.number])


def test_r21_the_answer_is_given_once_by_who_is_asked_and_never_changed(province: SmallProvince) -> None:
    number = in_department(province)
    ask(province, number)
    asked = f"{number}.YK1"
    with pytest.raises(NotPermitted):
        answer(province, asked, actor=province.at("department.specialist"))
    with pytest.raises(NotFound):
        answer(province, asked, actor=province.at("centre.reception"))
    with pytest.raises(Invalid):
        answer(province, asked, stance=Stance.DISAGREE, text=" ")
    answer(province, asked, stance=Stance.DISAGREE, text="Nằm trong hành lang")
    with pytest.raises(Conflict):
        answer(province, asked)
    assert waiting(province.at("other.reception")) == []
    row = queries.get_dossier(number=number, viewer=province.at("department.specialist")).consultations[0]
    assert (row.state, row.stance, row.answer) == ("answered", "disagree", "Nằm trong hành lang")
    assert (row.answered_by, row.answered_late) == ("Cán bộ other.reception", False)
    history = audit.list_history(subject_type="onestop.dossier", subject_key=number)
    assert history[-1].act == "onestop.consultation.answer"
    with pytest.raises(DatabaseError), transaction.atomic():
        Consultation.objects.update(answer="khác")
    deliver_everything(now=TUESDAY)
    assert told("onestop.consultation_answered") == {"Cán bộ department.specialist"}


def test_who_is_asked_sees_what_it_is_shown_and_nothing_else(province: SmallProvince) -> None:
    number = in_department(province)
    papers = list(DossierPaper.objects.filter(dossier__number=number).order_by("pk"))
    other = files.store(
        stream=BytesIO(b"%PDF-1.7 khac"), name="b.pdf", actor=province.at("commune.reception"), now=TUESDAY
    )
    DossierPaper.objects.filter(pk=papers[1].pk).update(file_id=other.id)
    ask(province, number, papers=[papers[0].pk])
    asked, viewer = f"{number}.YK1", province.at("other.reception")
    shown = queries.get_consultation(number=asked, viewer=viewer, now=TUESDAY)
    assert [paper.name for paper in shown.papers] == [papers[0].name]
    assert (shown.answers, shown.of_dossier) == ({}, False)
    with pytest.raises(NotFound):
        queries.get_dossier(number=number, viewer=viewer)
    assert kept_files.held_document(file_id=papers[0].file_id or 0, viewer=viewer) is not None
    assert kept_files.held_document(file_id=other.id, viewer=viewer) is None
    with pytest.raises(NotFound):
        queries.get_consultation(number=asked, viewer=province.at("centre.reception"), now=TUESDAY)
    foreign = DossierPaper.objects.filter(dossier__number=in_department(province))[0].pk
    with pytest.raises(Invalid):
        ask(province, number, province.centre.id, papers=[foreign])
    services.withdraw_consultation(
        number=number, no=1, reason="Đã rõ", actor=province.at("department.specialist"), now=TUESDAY
    )
    with pytest.raises(NotFound):
        queries.get_consultation(number=asked, viewer=viewer, now=TUESDAY)
    assert kept_files.held_document(file_id=papers[0].file_id or 0, viewer=viewer) is None
    assert waiting(viewer) == []


def test_only_the_agency_that_decides_asks_and_nobody_twice(province: SmallProvince) -> None:
    number = in_department(province)
    with pytest.raises(NotPermitted):
        ask(province, number, actor=province.at("commune.reception"))
    with pytest.raises(NotFound):
        ask(province, number, actor=province.at("other.reception"))
    for wrong in ({"asked": ()}, {"question": " "}, {"asked": (Asked(province.department.id),)}):
        with pytest.raises(Invalid):
            ask(province, number, **wrong)
    with pytest.raises(Invalid):
        ask(province, number, asked=(Asked(province.centre.id, "0wd"),))
    ask(province, number)
    with pytest.raises(Conflict):
        ask(province, number)
    specialist = province.at("department.specialist")
    services.remind_consultation(number=number, no=1, actor=specialist, now=TUESDAY + HOUR)
    with pytest.raises(NotFound):
        services.remind_consultation(number=number, no=2, actor=specialist, now=TUESDAY)
    deliver_everything(now=TUESDAY)
    assert told("onestop.consultation_reminded") == {"Cán bộ other.leader"}
    answer(province, f"{number}.YK1")
    with pytest.raises(Conflict):
        services.withdraw_consultation(number=number, no=1, reason="x", actor=specialist, now=TUESDAY)


def test_r21_when_it_is_late_the_head_of_the_counter_is_told_once_and_it_may_still_come(
    province: SmallProvince,
) -> None:
    number = in_department(province)
    ask(province, number)
    late = Consultation.objects.get().due_at
    assert services.tell_of_late_consultations(now=late - HOUR) == 0
    assert services.tell_of_late_consultations(now=late) == 1
    assert services.tell_of_late_consultations(now=late + HOUR) == 0
    deliver_everything(now=TUESDAY)
    assert told("onestop.consultation_late") == {"Cán bộ commune.leader", "Cán bộ department.specialist"}
    answer(province, f"{number}.YK1", now=late + HOUR)
    (row,) = queries.consultations_of(dossier_id=Dossier.objects.get().pk)
    assert (row.state, row.answered_late) == (ConsultationState.ANSWERED, True)


def test_r21_silence_is_agreement_where_the_procedure_says_so(province: SmallProvince) -> None:
    ruled(when_silent="agreed")
    number = in_department(province)
    ask(province, number)
    ask(province, number, province.centre.id, asked=(Asked(province.centre.id, "9wd"),))
    late = Consultation.objects.get(no=1).due_at
    assert services.tell_of_late_consultations(now=late) == 1
    states = list(Consultation.objects.order_by("no").values_list("state", flat=True))
    assert states == [ConsultationState.SILENT, ConsultationState.WAITING]
    assert waiting(province.at("other.reception")) == []
    with pytest.raises(Conflict):
        answer(province, f"{number}.YK1", now=late + HOUR)
    with pytest.raises(Conflict):
        services.take_silence(number=number, no=2, note="", actor=Actor.system("onestop"), now=late)
    with pytest.raises(NotPermitted):
        services.take_silence(number=number, no=2, note="", actor=province.at("department.leader"), now=late)


def test_r21_the_clock_stands_until_the_last_answer_only_where_the_procedure_says_so(province: SmallProvince) -> None:
    ruled(on_consultation="pause")
    number = in_department(province)
    due = Dossier.objects.get(number=number).due_at
    ask(province, number, province.other_commune.id, province.centre.id)
    paused = Dossier.objects.get(number=number)
    assert (paused.clock, paused.state) == (Clock.PAUSED, State.PROCESSING)
    answer(province, f"{number}.YK1", now=TUESDAY + DAY)
    assert Dossier.objects.get(number=number).clock == Clock.PAUSED
    answer(province, f"{number}.YK2", actor=province.at("centre.reception"), now=TUESDAY + 2 * DAY)
    after = Dossier.objects.get(number=number)
    stood = calendars.working_minutes_between(calendar_id=after.calendar_id, start=TUESDAY, end=TUESDAY + 2 * DAY)
    moved = calendars.working_minutes_between(calendar_id=after.calendar_id, start=due, end=after.due_at)
    assert (after.clock, after.paused_at, stood, moved) == (Clock.RUNNING, None, 960, 960)
    assert queries.terms_of(after).pauses[0].end == TUESDAY + 2 * DAY
    viewer = province.at("department.specialist")
    detail = queries.get_dossier(number=number, viewer=viewer)
    assert queries.dossier_clock(dossier=detail, now=TUESDAY + 2 * DAY).paused == 960
    assert calendars.due_of(calendar_id=after.calendar_id, terms=queries.terms_of(after)) == after.due_at


def test_nobody_is_asked_any_more_about_a_dossier_that_has_ended(province: SmallProvince) -> None:
    number = in_department(province)
    do(services.complete_step, number, province.at("department.specialist"), TUESDAY, outcome="propose-refusal")
    ask(province, number)
    do(services.refuse_dossier, number, province.at("department.leader"), TUESDAY + HOUR, reason="Không đủ điều kiện")
    assert Consultation.objects.get().state == ConsultationState.WITHDRAWN
    assert waiting(province.at("other.reception")) == []
    with pytest.raises(Conflict):
        ask(province, number)


spans = st.lists(
    st.tuples(st.integers(0, 40), st.none() | st.integers(0, 9)).map(
        lambda drawn: (drawn[0], None if drawn[1] is None else drawn[0] + drawn[1])
    ),
    max_size=6,
)


@given(spans)
def test_merged_spans_cover_the_same_hours_and_never_touch(drawn: list[tuple[int, int | None]]) -> None:
    start = datetime(2026, 10, 6, tzinfo=UTC)
    moments = [(start + at * HOUR, None if end is None else start + end * HOUR) for at, end in drawn]
    found = rules.merged(moments)

    def covers(these: Sequence[tuple[datetime, datetime | None]], at: datetime) -> bool:
        return any(begin <= at and (end is None or at < end) for begin, end in these)

    for half in range(100):
        at = start + half * HOUR / 2
        assert covers(found, at) == covers(moments, at)
    for one, two in pairwise(found):
        assert one[1] is not None
        assert one[1] < two[0]


def test_the_pages_ask_answer_and_stay_bounded(province: SmallProvince) -> None:
    number = in_department(province)
    asks, answers = signed_in("department.specialist"), signed_in("other.reception")
    address = f"/ho-so/{number}/lay-y-kien/"
    paper = DossierPaper.objects.filter(dossier__number=number).order_by("pk")[0]
    assert "Chọn cơ quan được hỏi" in text_of(asks.post(address, {"question": QUESTION}))
    sent = {
        "question": QUESTION, "place_1": province.other_commune.id, "days_1": "2", "papers": [paper.pk],
        "place_2": province.centre.id,
    }  # fmt: skip
    assert asks.post(address, sent).status_code == 302
    assert signed_in("commune.reception").get(address).status_code == 404
    page = f"/lay-y-kien/{number}.YK1/"
    for browser, url in ((asks, f"/ho-so/{number}/"), (asks, address), (asks, page), (answers, page)):
        assert statements(browser, url) <= MOST_STATEMENTS, url
    seen = text_of(answers.get(page))
    assert QUESTION in seen
    assert "Trần Văn Bình" not in seen
    assert f"/ho-so/{number}/" not in seen
    assert "Chọn đồng ý" in text_of(answers.post(page, {"viec": "tra-loi"}))
    assert asks.post(page, {"viec": "tra-loi", "stance": "agree"}).status_code == 403
    assert asks.post(page, {"viec": "nhac"}).status_code == 302
    assert answers.post(page, {"viec": "rut", "reason": "x"}).status_code == 404
    given_now = {"viec": "tra-loi", "stance": "other", "text": "Cần đo lại", "file": pdf("cong-van.pdf")}
    assert answers.post(page, given_now).status_code == 302
    shown = text_of(asks.get(f"/ho-so/{number}/"))
    assert "Cần đo lại" in shown
    assert "cong-van.pdf" in shown
    assert signed_in("centre.result").get(page).status_code == 404
