"""The fee of a dossier: asked for when it is accepted, and the dossier follows what becomes of it."""

from dataclasses import replace

import pytest
from django.test import Client

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.audit.queries import list_history
from lienthong.kernel.events.testing import deliver_everything
from lienthong.systems.onestop import queries, services
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, draft_of, small_province
from lienthong.systems.payments import queries as fees
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import DemandRow, DemandState

from .at_the_desk import finished, signed_in, text_of

pytestmark = pytest.mark.django_db
PROGRAM = Actor.system("test")


@pytest.fixture
def province() -> SmallProvince:
    return small_province()


def accept(province: SmallProvince, *, paid: bool = False) -> str:
    draft = replace(draft_of("2.000635", province.party), fee_paid=paid)
    number = services.accept_dossier(draft=draft, actor=province.at("commune.reception"), now=TUESDAY).number
    deliver_everything(TUESDAY)
    return number


def demands_of(number: str) -> tuple[DemandRow, ...]:
    return fees.fees_of(subject_type=SUBJECT_TYPE, subject_key=number, viewer=PROGRAM)


def payment_of(number: str) -> str:
    return queries.get_dossier(number=number, viewer=PROGRAM).payment


def test_accepting_a_dossier_asks_for_its_fee(province: SmallProvince) -> None:
    (demand,) = demands_of(accept(province))
    assert (demand.total, demand.state, demand.payer) == (8000, DemandState.WAITING, "Trần Văn Bình")


def test_what_the_counter_took_at_once_is_settled_in_the_name_of_who_took_it(province: SmallProvince) -> None:
    (demand,) = demands_of(accept(province, paid=True))
    (money,) = fees.get_demand(number=demand.number, viewer=PROGRAM).movements
    assert (demand.state, money.method) == (DemandState.PAID, "cash")
    assert money.by_name == province.at("commune.reception").name


def test_paid_elsewhere_the_dossier_follows(province: SmallProvince) -> None:
    number = accept(province)
    payments.take_money(number=demands_of(number)[0].number, method="cash", actor=PROGRAM, now=TUESDAY)
    deliver_everything(TUESDAY)
    assert payment_of(number) == "paid"
    lines = list_history(subject_type=SUBJECT_TYPE, subject_key=number)
    assert [each.act for each in lines].count("onestop.dossier.follow_payment") == 1
    with pytest.raises(Conflict):
        services.record_payment(number=number, actor=province.at("commune.reception"), now=TUESDAY)


def test_taken_on_the_page_of_the_dossier_the_demand_follows(province: SmallProvince) -> None:
    number = accept(province)
    services.record_payment(number=number, actor=province.at("commune.reception"), now=TUESDAY)
    deliver_everything(TUESDAY)
    (demand,) = demands_of(number)
    assert (demand.state, demand.method) == (DemandState.PAID, "cash")


def test_money_that_came_twice_waits_for_a_person(province: SmallProvince) -> None:
    number = accept(province)
    services.record_payment(number=number, actor=province.at("commune.reception"), now=TUESDAY)
    demand = demands_of(number)[0]
    payments.take_money(number=demand.number, method="transfer", reference="FT1", actor=PROGRAM, now=TUESDAY)
    deliver_everything(TUESDAY)
    (told,) = fees.list_call_backs(viewer=PROGRAM)
    assert (told.demand, told.amount, told.provider) == (demand.number, 8000, "cash")


def test_a_cancelled_fee_is_asked_for_no_more_but_a_replaced_one_is(province: SmallProvince) -> None:
    number = accept(province)
    new = payments.replace_demand(number=demands_of(number)[0].number, reason="Nhầm", actor=PROGRAM, now=TUESDAY)
    deliver_everything(TUESDAY)
    assert payment_of(number) == "demanded"
    payments.cancel_demand(number=new, reason="Không thu", actor=PROGRAM, now=TUESDAY)
    deliver_everything(TUESDAY)
    assert payment_of(number) == "none"


def test_the_pages_lead_to_what_is_due(province: SmallProvince) -> None:
    number = finished(province, paid=False)
    deliver_everything(TUESDAY)
    desk: Client = signed_in("commune.reception")
    (demand,) = demands_of(number)
    for there in (f"/ho-so/{number}/", f"/quay/tra-ket-qua/{number}/"):
        assert f"/thu-phi/{demand.number}/" in text_of(desk.get(there))
