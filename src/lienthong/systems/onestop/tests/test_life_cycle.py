"""The three procedures from the counter to the result."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor, Invalid, NotFound
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import WorkItemInfo
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import State, SupplementItem
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, draft_of, small_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def open_step(number: str) -> WorkItemInfo:
    (item,) = processes.open_items_for(subject_type="onestop.dossier", subject_key=number)
    return item


def do(act: Any, number: str, actor: Actor, now: datetime, **inputs: Any) -> Any:
    return act(number=number, work_item_id=open_step(number).id, actor=actor, now=now, **inputs)


def finish_at_commune(province: SmallProvince, number: str, now: datetime) -> None:
    do(services.complete_step, number, province.at("commune.civil-status"), now, outcome="propose")
    do(services.sign_result, number, province.at("commune.leader"), now)
    do(services.issue_result, number, province.at("commune.clerk"), now)


def test_same_day_procedure_ends_with_a_result_at_the_counter(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    finish_at_commune(province, done.number, TUESDAY + timedelta(hours=1))
    dossier = queries.get_dossier(number=done.number, viewer=province.at("commune.reception"))
    assert dossier.row.state is State.DONE
    assert dossier.result is not None
    assert dossier.result.number == "01/TLHT-BS"
    services.return_result(
        number=done.number, receiver="Trần Văn Bình", actor=province.at("commune.reception"), now=TUESDAY
    )
    assert queries.get_dossier(number=done.number, viewer=province.at("commune.leader")).row.state is State.RETURNED


def test_department_appraises_and_its_leader_signs(province: SmallProvince) -> None:
    number = accept(province, "1.008891", place="centre").number
    now = TUESDAY + timedelta(hours=1)
    do(services.complete_step, number, province.at("department.division-head"), now, outcome="assign")
    do(services.complete_step, number, province.at("department.specialist"), now, outcome="propose")
    do(services.complete_step, number, province.at("department.division-head"), now, outcome="pass")
    do(services.sign_result, number, province.at("department.leader"), now)
    do(services.issue_result, number, province.at("department.clerk"), now)
    assert queries.get_dossier(number=number, viewer=province.at("centre.result")).row.state is State.DONE


def test_r35_the_code_names_the_agency_that_received_though_another_decides(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    dossier = queries.get_dossier(number=number, viewer=province.at("commune.reception"))
    assert dossier.competent_id == province.department.id
    assert number.startswith(f"{province.commune.code}-")


def test_r47_linked_procedure_goes_from_commune_to_department_and_back(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    now = TUESDAY + timedelta(hours=1)
    do(services.complete_step, number, province.at("commune.reception"), now, outcome="forward")
    do(services.complete_step, number, province.at("department.specialist"), now, outcome="propose")
    do(services.sign_result, number, province.at("department.leader"), now)
    do(services.issue_result, number, province.at("department.clerk"), now)
    do(services.complete_step, number, province.at("commune.result"), now, outcome="receive")
    assert queries.get_dossier(number=number, viewer=province.at("commune.result")).row.state is State.DONE


def test_r42_supplement_pauses_the_clock_and_keeps_both_due_dates(province: SmallProvince) -> None:
    done = accept(province, "1.008891", place="centre")
    # Three working days have gone by, so the procedure says what happens to the clock, not R-20.
    later = TUESDAY + timedelta(days=6, hours=1)
    services.request_supplement(
        number=done.number,
        reason="Thiếu bản sao bằng đại học",
        items=(SupplementItem(paper="GT-02", content="Bản sao bằng đại học có chứng thực"),),
        actor=province.at("department.division-head"),
        now=later,
    )
    services.pass_on_supplement(number=done.number, actor=province.at("centre.reception"), now=later)
    paused = queries.get_dossier(number=done.number, viewer=province.at("centre.reception"))
    assert (paused.row.state, paused.clock) == (State.SUPPLEMENT, "paused")
    services.receive_supplement(
        number=done.number, actor=province.at("centre.reception"), now=later + timedelta(days=1)
    )
    (supplement,) = queries.get_dossier(number=done.number, viewer=province.at("centre.reception")).supplements
    assert supplement.paused_minutes == 8 * 60
    assert supplement.due_before == done.due_at
    assert supplement.due_after == done.due_at + timedelta(days=1)


def test_r13_supplement_names_what_is_missing(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    with pytest.raises(Invalid) as refusal:
        services.request_supplement(
            number=number, reason=" ", items=(), actor=province.at("commune.civil-status"), now=TUESDAY
        )
    assert [error.path for error in refusal.value.errors] == ["reason"]


def test_a_step_of_another_dossier_is_not_found(province: SmallProvince) -> None:
    first, second = accept(province, "2.000635").number, accept(province, "2.000635").number
    officer = province.at("commune.civil-status")
    with pytest.raises(NotFound):
        services.complete_step(
            number=first, work_item_id=open_step(second).id, outcome="propose", actor=officer, now=TUESDAY
        )
    assert open_step(second).step_key == "tra_cuu"


def test_another_communes_dossier_is_not_found(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    with pytest.raises(NotFound):
        queries.get_dossier(number=number, viewer=province.at("other.leader"))
    with pytest.raises(NotFound):
        services.add_opinion(number=number, text="?", actor=province.at("other.leader"), now=TUESDAY)


def test_r16_public_sees_steps_and_holder_by_code_and_secret(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    seen = queries.track(number=done.number, secret=done.secret.lower(), now=TUESDAY)
    assert seen.holder == "UBND phường Nha Trang"
    assert "Bình" not in repr(seen)
    with pytest.raises(NotFound):
        queries.track(number=done.number, secret="WRONGONE", now=TUESDAY)


def test_figures_count_what_the_viewer_sees(province: SmallProvince) -> None:
    finish_at_commune(province, accept(province, "2.000635").number, TUESDAY + timedelta(hours=1))
    accept(province, "1.008891", place="centre")
    day = TUESDAY.date()
    whole = queries.figures(viewer=province.at("province.leader"), start=day, end=day, now=TUESDAY).total
    assert (whole.received, whole.ended, whole.on_time, whole.open) == (2, 1, 1, 1)
    own = queries.figures(viewer=province.at("commune.leader"), start=day, end=day, now=TUESDAY).total
    assert own.received == 1


def test_the_same_request_twice_makes_one_dossier(province: SmallProvince) -> None:
    actor, draft = province.at("commune.reception"), draft_of("2.000635", province.party)
    first = services.accept_dossier(draft=draft, actor=actor, now=TUESDAY, idempotency_key="k1")
    again = services.accept_dossier(draft=draft, actor=actor, now=TUESDAY, idempotency_key="k1")
    assert (first.number, first.is_new, again.is_new) == (again.number, True, False)
