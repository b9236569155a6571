"""The applicant takes the dossier back: asked, answered, and what follows (section 6.6, states 7 and 8)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import queries as audit
from lienthong.kernel.events.testing import deliver_everything
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxView
from lienthong.systems.onestop import printing, queries, services
from lienthong.systems.onestop.contracts import Accepted, Clock, State, SupplementItem, WithdrawalState
from lienthong.systems.onestop.models import Consultation, Dossier, Withdrawal
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, draft_of, small_province
from lienthong.systems.payments import queries as payments
from lienthong.systems.payments.contracts import DemandState

from .at_the_desk import signed_in, text_of
from .test_consultations import ask, in_department, told
from .test_life_cycle import do

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "Tôi không còn nhu cầu"
ANYBODY = Actor.anonymous()


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def unpaid(province: SmallProvince) -> Accepted:
    draft = replace(draft_of("2.000635", province.party), fee_paid=False)
    return services.accept_dossier(draft=draft, actor=province.at("commune.reception"), now=TUESDAY)


def back(done: Accepted, **more: str) -> None:
    services.ask_withdrawal(
        **({"number": done.number, "secret": done.secret, "reason": WHY} | more), actor=ANYBODY, now=TUESDAY + HOUR
    )


def inbox(viewer: Actor) -> list[str]:
    page = processes.list_inbox(viewer=viewer, view=InboxView.ALL)
    return [item.subject_key for item in page.items if item.step_key == "onestop.withdrawal.answer"]


def test_it_is_asked_with_the_secret_of_the_receipt_once_and_is_state_seven(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    for wrong in ({"secret": "AAAAAAAA"}, {"number": "H32-0"}):
        with pytest.raises(NotFound):
            back(done, **wrong)
    with pytest.raises(Invalid):
        back(done, reason=" ")
    back(done)
    with pytest.raises(Conflict):
        back(done)
    row = queries.get_dossier(number=done.number, viewer=province.at("commune.leader"))
    assert (row.row.state, row.row.portal_code, row.clock) == (State.WITHDRAWAL, 7, Clock.RUNNING)
    assert inbox(province.at("commune.leader")) == [done.number]
    assert inbox(province.at("commune.reception")) == []
    seen = queries.track(number=done.number, secret=done.secret, now=TUESDAY + HOUR)
    assert (seen.portal_code, seen.may_withdraw, seen.withdrawal_asked_at) == (7, False, TUESDAY + HOUR)
    history = audit.list_history(subject_type="onestop.dossier", subject_key=done.number)
    assert (history[-1].act, history[-1].note) == ("onestop.dossier.ask_withdrawal", WHY)
    with pytest.raises(Conflict):
        do(services.complete_step, done.number, province.at("commune.civil-status"), TUESDAY, outcome="propose")


def test_agreed_it_ends_as_withdrawn_with_form_05_and_nothing_left_to_pay(province: SmallProvince) -> None:
    done = unpaid(province)
    deliver_everything(now=TUESDAY)
    back(done)
    with pytest.raises(NotPermitted):
        services.agree_withdrawal(number=done.number, actor=province.at("commune.clerk"), now=TUESDAY)
    with pytest.raises(NotFound):
        services.agree_withdrawal(number=done.number, actor=province.at("other.leader"), now=TUESDAY)
    services.agree_withdrawal(number=done.number, actor=province.at("commune.leader"), now=TUESDAY + 2 * HOUR)
    deliver_everything(now=TUESDAY + 2 * HOUR)
    row = queries.get_dossier(number=done.number, viewer=province.at("commune.reception"))
    assert (row.row.state, row.row.portal_code, row.clock, row.payment) == (State.STOPPED, 8, Clock.STOPPED, "none")
    fees = payments.fees_of(subject_type="onestop.dossier", subject_key=done.number, viewer=Actor.system("onestop"))
    assert [fee.state for fee in fees] == [DemandState.CANCELLED]
    context = printing.stop_notice_context(row)
    assert context["form"] == {"number": "05", "basis": "Thông tư số 03/2025/TT-VPCP"}
    assert (context["reason"], context["officer"]["name"]) == (WHY, "Cán bộ commune.leader")
    assert told("onestop.withdrawn") == {"Trần Văn Bình"}
    assert told("onestop.stopped") == set()
    assert inbox(province.at("commune.leader")) == []
    assert processes.open_items_for(subject_type="onestop.dossier", subject_key=done.number) == ()
    assert queries.track(number=done.number, secret=done.secret, now=TUESDAY).withdrawn
    with pytest.raises(Conflict):
        services.agree_withdrawal(number=done.number, actor=province.at("commune.leader"), now=TUESDAY)
    with pytest.raises(Conflict):
        back(done)
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.update(reason="khác")


def test_declined_it_goes_on_where_it_stood_and_the_applicant_is_told_why(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    desk, leader = province.at("commune.reception"), province.at("commune.leader")
    services.request_supplement(
        number=number, reason="Thiếu", items=(SupplementItem(paper="", content="Bản sao"),), actor=desk, now=TUESDAY
    )
    with pytest.raises(NotPermitted):
        services.record_withdrawal(number=number, reason=WHY, actor=province.at("commune.civil-status"), now=TUESDAY)
    services.record_withdrawal(number=number, reason=WHY, actor=desk, now=TUESDAY)
    with pytest.raises(Invalid):
        services.decline_withdrawal(number=number, reason="", actor=leader, now=TUESDAY)
    services.decline_withdrawal(number=number, reason="Đã có quyết định", actor=leader, now=TUESDAY + HOUR)
    deliver_everything(now=TUESDAY + HOUR)
    dossier = Dossier.objects.get(number=number)
    assert (dossier.state, dossier.clock) == (State.SUPPLEMENT, Clock.PAUSED)
    assert told("onestop.withdrawal_declined") == {"Trần Văn Bình"}
    seen = queries.track(number=number, secret=dossier.secret, now=TUESDAY)
    assert (seen.withdrawal_declined, seen.may_withdraw) == ("Đã có quyết định", True)
    services.receive_supplement(number=number, actor=desk, now=TUESDAY + 2 * HOUR)
    services.record_withdrawal(number=number, reason=WHY, actor=desk, now=TUESDAY + 2 * HOUR)
    services.agree_withdrawal(number=number, actor=leader, now=TUESDAY + 3 * HOUR)
    states = list(Withdrawal.objects.order_by("no").values_list("state", flat=True))
    assert states == [WithdrawalState.DECLINED, WithdrawalState.AGREED]


def test_with_the_dossier_end_the_questions_and_the_supplement_it_waited_for(province: SmallProvince) -> None:
    number = in_department(province)
    ask(province, number)
    services.record_withdrawal(number=number, reason=WHY, actor=province.at("commune.reception"), now=TUESDAY)
    with pytest.raises(NotPermitted):
        services.agree_withdrawal(number=number, actor=province.at("commune.leader"), now=TUESDAY)
    services.agree_withdrawal(number=number, actor=province.at("department.leader"), now=TUESDAY + HOUR)
    assert Consultation.objects.get().state == "withdrawn"


def test_what_is_decided_cannot_be_taken_back(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    do(services.complete_step, done.number, province.at("commune.civil-status"), TUESDAY, outcome="propose")
    do(services.sign_result, done.number, province.at("commune.leader"), TUESDAY)
    do(services.issue_result, done.number, province.at("commune.clerk"), TUESDAY)
    with pytest.raises(Conflict):
        back(done)
    assert not queries.track(number=done.number, secret=done.secret, now=TUESDAY).may_withdraw


def test_the_pages_ask_and_answer(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    anybody, leader = signed_in("other.reception"), signed_in("commune.leader")
    anybody.logout()
    keys = {"ma": done.number, "khoa": done.secret}
    assert "/tra-cuu/rut/" in text_of(anybody.get("/tra-cuu/", keys))
    page = anybody.get("/tra-cuu/rut/", keys)
    assert page["Cache-Control"] == "no-store"
    assert "Trần Văn Bình" not in text_of(page)
    assert anybody.post("/tra-cuu/rut/", keys).status_code == 422
    assert anybody.post("/tra-cuu/rut/", {**keys, "khoa": "AAAAAAAA", "reason": WHY}).status_code == 404
    assert anybody.post("/tra-cuu/rut/", {**keys, "reason": WHY}).status_code == 302
    assert "Cơ quan đang xem" in text_of(anybody.get("/tra-cuu/", keys))
    shown = text_of(leader.get(f"/ho-so/{done.number}/"))
    assert WHY in shown
    assert "viec=dong-y-rut" in shown
    agreed = leader.post(f"/ho-so/{done.number}/viec/dong-y-rut/", {}, follow=True)
    assert "thong-bao-dung.pdf" in text_of(agreed)
    printed = leader.get(f"/ho-so/{done.number}/thong-bao-dung.pdf")
    assert printed.content.startswith(b"%PDF")
    assert leader.get(f"/ho-so/{accept(province, '2.000635').number}/thong-bao-dung.pdf").status_code == 404
