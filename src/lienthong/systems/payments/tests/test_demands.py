"""Demands: raised once, never changed, corrected by cancelling and a new one, refunded with a reason."""

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction

from lienthong.kernel.acts.contracts import Actor, Conflict, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import queries as history
from lienthong.kernel.events.testing import OutboxEvent
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.kernel.organizations.extensions import Handover
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import (
    SEE,
    SUBJECT_TYPE,
    TAKE,
    Account,
    AmountWrong,
    DemandState,
    FeeLine,
    LineKind,
    Reduction,
    ReferenceUsed,
)
from lienthong.systems.payments.models import FeeDemand
from lienthong.systems.payments.services.move_demands import WaitingDemands
from lienthong.systems.payments.testing import draft_of

from .conftest import NOW, PROGRAM, officer_of

POOR = Reduction(25000, "Hộ nghèo", "Giấy chứng nhận 12/GCN-HN")


def test_a_cause_demands_once(payee: AgencyInfo, number: str) -> None:
    assert services.demand_fee(draft=draft_of(payee.id), actor=PROGRAM, now=NOW) == number
    assert number == "PAY-H32.22366-2026-000001"
    assert FeeDemand.objects.count() == 1


def test_only_the_program_raises_a_demand(payee: AgencyInfo, cashier: Actor) -> None:
    with pytest.raises(NotPermitted):
        services.demand_fee(draft=draft_of(payee.id), actor=cashier, now=NOW)


@pytest.mark.parametrize("amount", [0, -5, 1.5, True])
def test_r51_amounts_are_whole_dong(payee: AgencyInfo, amount: int) -> None:
    with pytest.raises(AmountWrong):
        services.demand_fee(draft=draft_of(payee.id, amount=amount), actor=PROGRAM, now=NOW)


@pytest.mark.parametrize("field", ["total", "payer_name", "account_number", "reference"])
def test_r51_the_database_lets_no_demand_change(number: str, field: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        FeeDemand.objects.filter(number=number).update(**{field: "1"})
    with pytest.raises(ProgrammingError), transaction.atomic():
        FeeDemand.objects.filter(number=number).delete()


def test_r51_a_correction_cancels_and_raises_another(number: str, cashier: Actor) -> None:
    lines = (FeeLine("LP", LineKind.CHARGE, "Lệ phí", 50000),)
    new = services.replace_demand(number=number, reason="Thu nhầm", lines=lines, actor=cashier, now=NOW)
    old, fresh = (queries.get_demand(number=each, viewer=cashier) for each in (number, new))
    assert (old.row.state, old.row.total, old.replaced_by) == (DemandState.CANCELLED, 75000, new)
    assert (fresh.row.state, fresh.row.total, fresh.replaces) == (DemandState.WAITING, 50000, number)
    with pytest.raises(Conflict):
        services.replace_demand(number=number, reason="Lần nữa", actor=cashier, now=NOW)


def test_a_correction_that_fails_cancels_nothing(number: str, cashier: Actor) -> None:
    with pytest.raises(AmountWrong):
        services.replace_demand(
            number=number, reason="Sai", reductions=(replace(POOR, amount=75001),), actor=cashier, now=NOW
        )
    assert queries.get_demand(number=number, viewer=cashier).row.state is DemandState.WAITING


def test_a_reduction_needs_ground_and_proof(number: str, cashier: Actor) -> None:
    with pytest.raises(Invalid):
        services.replace_demand(
            number=number, reason="Nghèo", reductions=(replace(POOR, proof=" "),), actor=cashier, now=NOW
        )
    new = services.replace_demand(number=number, reason="Nghèo", reductions=(POOR,), actor=cashier, now=NOW)
    assert queries.get_demand(number=new, viewer=cashier).row.total == 50000


def test_a_whole_exemption_is_settled_as_it_is_raised(number: str, cashier: Actor) -> None:
    new = services.replace_demand(
        number=number, reason="Nghèo", reductions=(replace(POOR, amount=75000),), actor=cashier, now=NOW
    )
    found = queries.get_demand(number=new, viewer=cashier)
    assert (found.row.state, found.row.total, found.row.method, found.movements) == (DemandState.PAID, 0, "exempt", ())
    with pytest.raises(AmountWrong):
        services.refund_fee(number=new, amount=1, reason="x", actor=cashier, now=NOW)


def test_cash_settles_a_demand_once_with_history_and_event(number: str, cashier: Actor) -> None:
    services.take_money(number=number, method="cash", actor=cashier, now=NOW)
    with pytest.raises(Conflict):
        services.take_money(number=number, method="cash", actor=cashier, now=NOW)
    found = queries.get_demand(number=number, viewer=cashier)
    assert [(each.amount, each.method, each.by_name) for each in found.movements] == [(75000, "cash", "Nguyễn Thị Thu")]
    told = OutboxEvent.objects.filter(subject=number).order_by("id").values_list("type", flat=True)
    assert [each.rsplit(".", 2)[1] for each in told] == ["demanded", "paid"]
    acts = [each.act for each in history.list_history(subject_type=SUBJECT_TYPE, subject_key=number)]
    assert sorted(acts) == ["payments.fee.demand", "payments.fee.take"]


def test_a_transfer_pays_one_demand_and_names_its_transaction(payee: AgencyInfo, number: str, cashier: Actor) -> None:
    with pytest.raises(Invalid):
        services.take_money(number=number, method="transfer", actor=cashier, now=NOW)
    services.take_money(number=number, method="transfer", reference="FT1", actor=cashier, now=NOW)
    other = services.demand_fee(draft=draft_of(payee.id, key="other"), actor=PROGRAM, now=NOW)
    with pytest.raises(ReferenceUsed):
        services.take_money(number=other, method="transfer", reference="FT1", actor=cashier, now=NOW)
    assert queries.get_demand(number=other, viewer=cashier).row.state is DemandState.WAITING


@pytest.mark.parametrize("method", ["platform", "exempt", "gold"])
def test_r53_no_officer_says_that_it_was_paid_online(number: str, cashier: Actor, method: str) -> None:
    with pytest.raises(Invalid):
        services.take_money(number=number, method=method, actor=cashier, now=NOW)


def test_r55_a_refund_needs_a_reason_and_keeps_what_is_not_given_back(payee: AgencyInfo, cashier: Actor) -> None:
    lines = (
        FeeLine("P", LineKind.FEE, "Phí thẩm định", 50000, refundable=False),
        FeeLine("B", LineKind.OTHER, "Bưu phí", 20000),
    )
    number = services.demand_fee(draft=draft_of(payee.id, key="r", lines=lines), actor=PROGRAM, now=NOW)
    with pytest.raises(Conflict):
        services.refund_fee(number=number, amount=20000, reason="Rút hồ sơ", actor=cashier, now=NOW)
    services.take_money(number=number, method="cash", actor=cashier, now=NOW)
    with pytest.raises(Invalid):
        services.refund_fee(number=number, amount=20000, reason=" ", actor=cashier, now=NOW)
    with pytest.raises(AmountWrong):
        services.refund_fee(number=number, amount=20001, reason="Rút hồ sơ", actor=cashier, now=NOW)
    services.refund_fee(number=number, amount=20000, reason="Rút hồ sơ", actor=cashier, now=NOW)
    found = queries.get_demand(number=number, viewer=cashier)
    assert (found.row.state, found.reason) == (DemandState.REFUNDED, "Rút hồ sơ")
    with pytest.raises(Conflict):
        services.cancel_demand(number=number, reason="x", actor=cashier, now=NOW)


def test_another_agency_knows_of_nothing(number: str) -> None:
    other = officer_of(organizations.find_agency(code="H32.17"), SEE)
    with pytest.raises(NotFound):
        queries.get_demand(number=number, viewer=other)
    assert queries.list_demands(viewer=other, filters=queries.DemandFilters())[0] == ()


def test_who_only_sees_takes_no_money(payee: AgencyInfo, number: str) -> None:
    with pytest.raises(NotPermitted):
        services.take_money(number=number, method="cash", actor=officer_of(payee, SEE), now=NOW)


def test_accounts_are_set_by_administrators_for_what_is_demanded_afterwards(
    payee: AgencyInfo, number: str, cashier: Actor, administrator: Actor
) -> None:
    account = Account("970403", "0011012345678", "UBND phường Nha Trang")
    with pytest.raises(NotPermitted):
        services.set_account(agency_code=payee.code, account=account, actor=cashier, now=NOW)
    with pytest.raises(Invalid) as refused:
        services.set_account(agency_code=payee.code, account=Account("97", "-", ""), actor=administrator, now=NOW)
    assert [each.path for each in refused.value.errors] == ["bank", "number", "name"]
    services.set_account(agency_code=payee.code, account=account, actor=administrator, now=NOW)
    later = services.demand_fee(draft=draft_of(payee.id, key="later"), actor=PROGRAM, now=NOW)
    assert queries.get_bill(number=later, viewer=cashier).account == account
    assert not queries.get_bill(number=number, viewer=cashier).account


def test_what_waits_is_taken_by_the_successor_and_what_is_paid_stays(payee: AgencyInfo, number: str) -> None:
    paid = services.demand_fee(draft=draft_of(payee.id, key="paid"), actor=PROGRAM, now=NOW)
    services.take_money(number=paid, method="cash", actor=PROGRAM, now=NOW)
    successor = organizations.find_agency(code="H32.17")
    mover = WaitingDemands()
    assert mover.count([payee.id]) == {payee.id: 1}
    handover = Handover(payee.id, successor.id, NOW.date(), "Nghị quyết thử", PROGRAM, NOW)
    assert mover.move(handover) == 1
    heir = officer_of(successor, SEE, TAKE)
    services.take_money(number=number, method="cash", actor=heir, now=NOW)
    with pytest.raises(NotFound):
        queries.get_demand(number=paid, viewer=heir)
