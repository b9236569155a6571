"""Each respect of a dossier stands by itself, and together they are one state of the portal: R-10, R-12, R-33, R-49."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.acts.contracts import Conflict, Invalid, NotPermitted
from lienthong.kernel.events.testing import deliver_everything
from lienthong.systems.onestop import printing, queries, rules, services
from lienthong.systems.onestop.contracts import (
    Delivery,
    Handling,
    Payment,
    ResultState,
    Standing,
    State,
)
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.queries.portal import portal_code_of
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, accept, small_province

from .at_the_desk import finished, signed_in, text_of
from .test_life_cycle import do, finish_at_commune

HOUR = timedelta(hours=1)
standings = st.builds(
    Standing,
    received=st.sampled_from([None, False, True]),
    handling=st.sampled_from(Handling),
    applicant_asked=st.booleans(),
    pays_first=st.booleans(),
    delivered=st.booleans(),
)


@pytest.fixture
def province(db: None) -> SmallProvince:
    return small_province()


def dossier_of(number: str) -> Dossier:
    return Dossier.objects.get(number=number)


@given(standing=standings, refused_as=st.sampled_from([8, 9]))
def test_r33_every_standing_is_exactly_one_of_the_ten_states(standing: Standing, refused_as: int) -> None:
    code = rules.portal_code(standing, refused_as=refused_as)
    assert 1 <= code <= 10
    # Told as one thing only: each code says what must be true of the standing.
    handling, accepted = standing.handling, standing.received is True
    means = {
        1: standing.received is None,
        3: standing.received is False,
        2: accepted and handling is Handling.WAITING,
        4: accepted and handling is Handling.RUNNING,
        5: accepted and standing.applicant_asked and handling in {Handling.WAITING, Handling.RUNNING},
        6: accepted and standing.pays_first and handling not in {Handling.REFUSED, Handling.STOPPED},
        7: accepted and handling is Handling.WITHDRAWAL_ASKED,
        8: accepted and handling in {Handling.STOPPED, Handling.REFUSED},
        9: (accepted and handling in {Handling.GRANTED, Handling.REFUSED} and not standing.pays_first)
        or (accepted and handling is Handling.REFUSED),
        10: accepted and handling is Handling.GRANTED and standing.delivered,
    }
    assert means[code]


@given(standing=standings)
def test_r33_a_destination_changes_nothing_but_how_a_refusal_is_told(standing: Standing) -> None:
    codes = {rules.portal_code(standing, refused_as=8), rules.portal_code(standing, refused_as=9)}
    refused = standing.received is True and standing.handling is Handling.REFUSED
    assert codes == {8, 9} if refused else len(codes) == 1


@given(standing=standings)
def test_r33_the_counter_alone_being_asked_is_never_told_as_a_supplement(standing: Standing) -> None:
    assert rules.portal_code(replace(standing, applicant_asked=False)) != rules.PORTAL_SUPPLEMENT


def test_r33_every_combination_of_columns_has_a_state() -> None:
    for state, payment, result, delivery in product(State, Payment, ResultState, Delivery):
        standing = rules.standing_of(state=state, payment=payment, result=result, delivery=delivery)
        assert 1 <= rules.portal_code(standing) <= 10


def test_r33_a_refusal_is_told_to_a_destination_as_it_wants(province: SmallProvince, settings: Any) -> None:
    settings.ONESTOP_REFUSED_AS = {"national": 8, "ministry": 9}
    number = accept(province, "2.000635").number
    do(services.complete_step, number, province.at("commune.civil-status"), TUESDAY, outcome="propose")
    do(services.refuse_dossier, number, province.at("commune.leader"), TUESDAY, reason="Không có sổ gốc")
    refused = dossier_of(number)
    assert portal_code_of(refused) == portal_code_of(refused, destination="elsewhere") == 8
    assert portal_code_of(refused, destination="ministry") == 9


def test_r10_the_result_is_ready_while_the_fee_is_not_paid_and_nothing_is_handed_over(
    province: SmallProvince,
) -> None:
    number = finished(province, paid=False)
    desk, now = province.at("commune.result"), timezone.now()

    def respects() -> tuple[str, ...]:
        row = dossier_of(number)
        return (row.clock, row.payment, row.result_state, row.delivery_state)

    assert respects() == ("stopped", "demanded", "issued", "at_counter")
    assert portal_code_of(dossier_of(number)) == rules.PORTAL_PAYMENT
    services.record_payment(number=number, actor=desk, now=now)
    assert respects() == ("stopped", "paid", "issued", "at_counter")
    assert portal_code_of(dossier_of(number)) == rules.PORTAL_DONE
    services.return_result(number=number, receiver="Trần Văn Bình", actor=desk, now=now)
    assert respects() == ("stopped", "paid", "issued", "delivered")
    assert portal_code_of(dossier_of(number)) == rules.PORTAL_RETURNED


def test_r10_the_page_the_register_and_the_public_read_the_state_as_the_law_names_it(
    province: SmallProvince,
) -> None:
    done = accept(province, "2.000635", now=timezone.now())
    assert "2. Được tiếp nhận" in text_of(signed_in("commune.reception").get(f"/ho-so/{done.number}/"))
    assert "2. Được tiếp nhận" in text_of(
        signed_in("commune.reception").get(f"/tra-cuu/?ma={done.number}&khoa={done.secret}")
    )
    register = signed_in("commune.leader").get("/bao-cao/so-theo-doi/so.csv")
    assert "2. Được tiếp nhận" in b"".join(register).decode()


def test_r12_no_dossier_is_deleted_and_no_code_is_changed(province: SmallProvince) -> None:
    number = accept(province, "2.000635").number
    changes: tuple[Any, ...] = (
        lambda rows: rows.delete(),
        lambda rows: rows.update(number="H32.22366-261006-9999"),
        lambda rows: rows.update(accepted_at=TUESDAY + HOUR),
    )
    apps.get_model("onestop.DossierPaper").objects.filter(dossier__number=number).delete()
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Dossier.objects.filter(number=number))
    assert Dossier.objects.filter(number=number).exists()


def test_r12_a_wrong_reception_is_cancelled_with_a_reason_and_its_code_stays_used(province: SmallProvince) -> None:
    first = accept(province, "2.000635").number
    desk = province.at("commune.reception")
    with pytest.raises(Invalid):
        services.cancel_reception(number=first, reason=" ", actor=desk, now=TUESDAY)
    services.cancel_reception(number=first, reason="Nhận nhầm người", actor=desk, now=TUESDAY)
    row = dossier_of(first)
    assert (row.state, row.clock, row.result_state) == (State.STOPPED, "stopped", ResultState.NONE)
    assert portal_code_of(row) == rules.PORTAL_STOPPED
    assert accept(province, "2.000635").number != first
    with pytest.raises(Conflict):
        services.cancel_reception(number=first, reason="Lần nữa", actor=desk, now=TUESDAY)


def test_r12_what_is_being_worked_on_or_received_elsewhere_is_not_cancelled(province: SmallProvince) -> None:
    number = accept(province, "1.008891", place="centre").number
    with pytest.raises(NotPermitted):
        services.cancel_reception(number=number, reason="?", actor=province.at("department.clerk"), now=TUESDAY)
    do(services.complete_step, number, province.at("department.division-head"), TUESDAY, outcome="assign")
    with pytest.raises(Conflict):
        services.cancel_reception(number=number, reason="?", actor=province.at("centre.reception"), now=TUESDAY)


def test_r26_of_a_result_before_its_day_the_applicant_is_told_at_once(province: SmallProvince) -> None:
    done = accept(province, "2.000635")
    now = TUESDAY + HOUR
    finish_at_commune(province, done.number, now)
    assert now < done.due_at
    deliver_everything(now)
    told = apps.get_model("notifications.Message").objects.filter(subject_key=done.number).latest("pk")
    assert "01/TLHT-BS" in told.body
    assert told.to_name == "Trần Văn Bình"


def test_r49_each_agency_is_late_for_itself_and_the_appointment_is_the_citizens(province: SmallProvince) -> None:
    number = accept(province, "1.004088").number
    due_at = dossier_of(number).due_at
    do(services.complete_step, number, province.at("commune.reception"), TUESDAY + HOUR, outcome="forward")
    # The specialist of the department has six working hours and takes longer; everybody else is in time.
    late = TUESDAY + timedelta(days=1, hours=3)
    do(services.complete_step, number, province.at("department.specialist"), late, outcome="propose")
    do(services.sign_result, number, province.at("department.leader"), late)
    do(services.issue_result, number, province.at("department.clerk"), late)
    do(services.complete_step, number, province.at("commune.result"), late, outcome="receive")
    detail = queries.get_dossier(number=number, viewer=province.at("commune.reception"))
    rows = printing.control_slip_context(detail, now=late)["rows"]
    verdicts = {(row["to"], row["taker"]): row["result"] for row in rows}
    assert verdicts == {
        ("UBND phường Nha Trang", "Cán bộ commune.reception"): "Đúng hạn",
        ("Sở Xây dựng", "Cán bộ department.specialist"): "Quá hạn",
        ("Sở Xây dựng", "Cán bộ department.leader"): "Đúng hạn",
        ("Sở Xây dựng", "Cán bộ department.clerk"): "Đúng hạn",
        ("UBND phường Nha Trang", "Cán bộ commune.result"): "Đúng hạn",
    }
    assert detail.row.due_at == due_at
