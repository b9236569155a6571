"""What is not sufficient goes back through the counter, and which clock runs then: rules R-20 and R-30."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotPermitted
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.calendars.contracts import TimeLimit
from lienthong.kernel.events.testing import deliver_everything
from lienthong.systems.onestop import printing, queries, rules, services
from lienthong.systems.onestop.contracts import IntakeDraft, State, SupplementItem, SupplementStage
from lienthong.systems.onestop.events import SupplementProposed, SupplementRequested
from lienthong.systems.onestop.models import Dossier, Supplement, SupplementProposal
from lienthong.systems.onestop.queries.held_clocks import terms_of
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import signed_in, text_of
from .test_life_cycle import do

pytestmark = pytest.mark.django_db
DEGREE = (SupplementItem(paper="GT-02", content="Bản sao bằng đại học có chứng thực"),)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_STATEMENTS = 15


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def licence(province: SmallProvince) -> str:
    """Accept at the centre what the department decides."""
    return accept(province, "1.008891", place="centre").number


def want(province: SmallProvince, number: str, *, now: datetime = TUESDAY + HOUR, **more: Any) -> Any:
    """Let the department want the applicant to be asked."""
    head = province.at("department.division-head")
    return services.request_supplement(number=number, reason="Thiếu bản sao", items=DEGREE, actor=head, now=now, **more)


def ask(province: SmallProvince, number: str, *, now: datetime = TUESDAY + HOUR, **more: Any) -> Supplement:
    """Let the department want it and the counter tell the applicant."""
    want(province, number, now=now, **more)
    services.pass_on_supplement(number=number, actor=province.at("centre.reception"), now=now)
    return Supplement.objects.get(dossier__number=number, answered_at=None)


def dossier_of(number: str) -> Dossier:
    return Dossier.objects.get(number=number)


def test_r20_another_agency_asks_the_counter_and_the_applicant_is_not_asked_yet(province: SmallProvince) -> None:
    number = licence(province)
    due_at = dossier_of(number).due_at
    assert isinstance(want(province, number), SupplementProposed)
    dossier = dossier_of(number)
    assert (dossier.state, dossier.clock, dossier.due_at) == (State.RECEIVED, "running", due_at)
    assert not dossier.supplements.exists()
    deliver_everything(TUESDAY + HOUR)
    told = apps.get_model("notifications.Message").objects.filter(subject_key=number)
    assert not any("bổ sung" in each.body for each in told)
    seen = queries.track(number=number, secret=dossier.secret, now=TUESDAY + HOUR)
    assert seen.state is State.RECEIVED


def test_r20_the_counter_tells_the_applicant_and_the_clock_stands(province: SmallProvince) -> None:
    number = licence(province)
    want(province, number)
    now = TUESDAY + 3 * HOUR
    event = services.pass_on_supplement(number=number, actor=province.at("centre.reception"), now=now)
    assert isinstance(event, SupplementRequested)
    dossier, asked = dossier_of(number), Supplement.objects.get(dossier__number=number)
    assert (dossier.state, dossier.clock, dossier.paused_at) == (State.SUPPLEMENT, "paused", now)
    assert (asked.requested_by_name, asked.told_by_name) == (
        "Cán bộ department.division-head",
        "Cán bộ centre.reception",
    )
    wish = SupplementProposal.objects.get(dossier=dossier)
    assert (wish.state, wish.decided_by_name) == ("passed_on", "Cán bộ centre.reception")


def test_r20_within_three_working_days_the_limit_begins_anew_when_it_is_complete(province: SmallProvince) -> None:
    number = licence(province)
    asked = ask(province, number, now=TUESDAY + 2 * DAY)
    assert (asked.stage, asked.restarts) == (SupplementStage.EXAMINATION, True)
    came = TUESDAY + 6 * DAY + HOUR
    services.receive_supplement(number=number, actor=province.at("centre.reception"), now=came)
    dossier = dossier_of(number)
    limit = TimeLimit.parse(dossier.limit)
    whole = calendars.add_limit(calendar_id=dossier.calendar_id, start=came, limit=limit)
    assert dossier.due_at == whole
    assert calendars.due_of(calendar_id=dossier.calendar_id, terms=terms_of(dossier)) == whole


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        (datetime(2026, 10, 9, 2, 0, tzinfo=UTC), SupplementStage.EXAMINATION),  # three working days to the minute
        (datetime(2026, 10, 9, 2, 1, tzinfo=UTC), SupplementStage.PROCESSING),
    ],
)
def test_r20_the_third_working_day_is_exact(province: SmallProvince, told: datetime, stage: SupplementStage) -> None:
    number = licence(province)
    asked = ask(province, number, now=told)
    assert (asked.stage, asked.restarts) == (stage, stage is SupplementStage.EXAMINATION)


def test_r20_where_the_law_of_the_field_says_otherwise_nothing_begins_anew(province: SmallProvince) -> None:
    number = licence(province)
    package = dossier_of(number).package
    package.spec["examine_within"] = ""
    package.save(update_fields=["spec"])
    queries.forget_packages()
    asked = ask(province, number)
    assert (asked.stage, asked.restarts) == (SupplementStage.PROCESSING, False)


def test_r20_form_02_says_what_the_time_to_complete_does_to_the_limit(province: SmallProvince) -> None:
    number = licence(province)
    ask(province, number)
    detail = queries.get_dossier(number=number, viewer=province.at("centre.reception"))
    context = printing.supplement_context(detail, detail.supplements[0])
    assert "tính lại từ đầu" in context["clock_note"]
    assert context["officer"]["name"] == "Cán bộ centre.reception"


def test_r30_each_request_keeps_its_stage(province: SmallProvince) -> None:
    number = licence(province)
    ask(province, number)
    desk = province.at("centre.reception")
    services.receive_supplement(number=number, actor=desk, now=TUESDAY + DAY)
    ask(province, number, now=TUESDAY + 5 * DAY + HOUR, why_again="Bằng nộp lại khác tên")
    services.receive_supplement(number=number, actor=desk, now=TUESDAY + 7 * DAY)
    ask(province, number, now=TUESDAY + 8 * DAY, why_again="Cần xác minh thêm")
    detail = queries.get_dossier(number=number, viewer=desk)
    assert [each.stage for each in detail.supplements] == [
        SupplementStage.EXAMINATION,
        SupplementStage.PROCESSING,
        SupplementStage.PROCESSING,
    ]


def test_r30_what_is_asked_before_acceptance_is_no_request_of_a_dossier_and_stops_no_clock(
    province: SmallProvince,
) -> None:
    desk, party = province.at("commune.reception"), province.party
    draft = IntakeDraft(
        package="2.000635", case="", owner_id=party.id, submitter_id=party.id, reason="Thiếu", items=DEGREE
    )
    services.request_completion(draft=draft, actor=desk, now=TUESDAY)
    assert not Supplement.objects.exists()
    assert not Dossier.objects.exists()


def test_who_sits_at_the_counter_asks_at_once(province: SmallProvince) -> None:
    number = licence(province)
    event = services.request_supplement(
        number=number, reason="Thiếu", items=DEGREE, actor=province.at("centre.reception"), now=TUESDAY + HOUR
    )
    assert isinstance(event, SupplementRequested)
    assert Supplement.objects.get().told_by_name == ""


def test_only_the_counter_that_received_tells_the_applicant(province: SmallProvince) -> None:
    number = licence(province)
    with pytest.raises(Conflict):
        services.pass_on_supplement(number=number, actor=province.at("centre.reception"), now=TUESDAY + HOUR)
    want(province, number)
    with pytest.raises(Conflict):
        want(province, number)
    with pytest.raises(NotPermitted):
        services.pass_on_supplement(number=number, actor=province.at("department.leader"), now=TUESDAY + HOUR)
    services.pass_on_supplement(number=number, actor=province.at("centre.reception"), now=TUESDAY + HOUR)
    with pytest.raises(Conflict):
        services.pass_on_supplement(number=number, actor=province.at("centre.reception"), now=TUESDAY + HOUR)


def test_a_second_reason_to_stop_does_not_stop_a_clock_that_stands(province: SmallProvince) -> None:
    number = licence(province)
    ask(province, number)
    with pytest.raises(Conflict):
        want(province, number, why_again="Thêm một thứ", now=TUESDAY + 2 * HOUR)
    assert dossier_of(number).supplements.count() == 1


def test_a_wish_the_applicant_never_heard_of_goes_back_with_a_reason(province: SmallProvince) -> None:
    number = licence(province)
    want(province, number)
    desk, head = province.at("centre.reception"), province.at("department.division-head")
    with pytest.raises(Invalid):
        services.withdraw_supplement(number=number, reason=" ", actor=desk, now=TUESDAY + HOUR)
    services.withdraw_supplement(number=number, reason="Bản sao ở trang 4", actor=desk, now=TUESDAY + HOUR)
    assert dossier_of(number).clock == "running"
    deliver_everything(TUESDAY + HOUR)
    told = apps.get_model("notifications.Message").objects.filter(to_user_id=head.user_id)
    assert any("Bản sao ở trang 4" in each.body for each in told)
    with pytest.raises(Conflict):
        services.withdraw_supplement(number=number, reason="?", actor=desk, now=TUESDAY + HOUR)
    want(province, number)


def test_a_withdrawn_request_lets_the_clock_go_on_with_what_was_left(province: SmallProvince) -> None:
    number = licence(province)
    due_before = dossier_of(number).due_at
    ask(province, number, now=TUESDAY + HOUR)
    services.withdraw_supplement(
        number=number, reason="Đã có", actor=province.at("department.division-head"), now=TUESDAY + DAY + HOUR
    )
    dossier, asked = dossier_of(number), Supplement.objects.get()
    assert (dossier.state, dossier.clock, dossier.paused_at) == (State.PROCESSING, "running", None)
    assert dossier.due_at == due_before + DAY
    assert (asked.due_after, asked.paused_minutes, asked.restarts) == (dossier.due_at, 480, False)
    assert calendars.due_of(calendar_id=dossier.calendar_id, terms=terms_of(dossier)) == dossier.due_at
    do(services.complete_step, number, province.at("department.division-head"), TUESDAY + 2 * DAY, outcome="assign")


def test_what_the_applicant_has_sent_is_taken_in_and_not_withdrawn(province: SmallProvince) -> None:
    number = licence(province)
    ask(province, number)
    Supplement.objects.update(sent_at=TUESDAY + DAY, sent={"answers": {}, "files": {}})
    with pytest.raises(Conflict):
        services.withdraw_supplement(
            number=number, reason="?", actor=province.at("department.division-head"), now=TUESDAY + DAY
        )


def test_a_supplement_after_its_day_is_still_taken_in_at_the_counter(province: SmallProvince) -> None:
    number = licence(province)
    asked = ask(province, number)
    late = asked.answer_by + 3 * DAY
    services.receive_supplement(number=number, actor=province.at("centre.reception"), now=late)
    assert dossier_of(number).state == State.PROCESSING


def test_the_counter_reads_what_is_wanted_and_asks_from_the_page(
    province: SmallProvince, django_assert_max_num_queries: Any
) -> None:
    number = licence(province)
    want(province, number)
    desk = signed_in("centre.reception")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = text_of(desk.get("/quay/bo-sung/"))
    assert number in page
    assert number not in text_of(signed_in("commune.reception").get("/quay/bo-sung/"))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert "viec/chuyen-bo-sung/" in text_of(desk.get(f"/ho-so/{number}/"))
    assert "viec/chuyen-bo-sung/" not in text_of(signed_in("department.division-head").get(f"/ho-so/{number}/"))
    version = dossier_of(number).version
    assert desk.post(f"/ho-so/{number}/viec/chuyen-bo-sung/", {"step": "", "version": version}).status_code == 302
    assert dossier_of(number).state == State.SUPPLEMENT
    officer = signed_in("department.division-head")
    assert "viec=rut-bo-sung" in text_of(officer.get(f"/ho-so/{number}/"))
    assert officer.post(f"/ho-so/{number}/viec/rut-bo-sung/", {"reason": ""}).status_code == 422
    assert officer.post(f"/ho-so/{number}/viec/rut-bo-sung/", {"reason": "Đã có"}).status_code == 302
    assert dossier_of(number).clock == "running"


@given(
    asked=st.datetimes(timezones=st.just(UTC)),
    until=st.none() | st.datetimes(timezones=st.just(UTC)),
    rule=st.sampled_from(["pause", "restart"]),
)
def test_r20_the_limit_begins_anew_exactly_when_asked_in_time_or_by_the_procedure(
    asked: datetime, until: datetime | None, rule: str
) -> None:
    stage = rules.stage_of(asked_at=asked, examined_until=until)
    in_time = until is not None and asked <= until
    assert rules.begins_anew(stage, on_supplement=rule) == (in_time or rule == "restart")
