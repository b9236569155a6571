"""What a gateway says is believed only when everything agrees."""

import json
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Actor, ActorKind, Conflict, Grant, Invalid, NotFound, Scope
from lienthong.kernel.events.testing import OutboxEvent
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import ACCOUNTS, SEE, DemandState, Verdict
from lienthong.systems.payments.models import CallBack, Payment
from lienthong.systems.payments.testing import call_back, draft_of

from .conftest import NOW, PROGRAM


def hear(body: bytes) -> Verdict:
    return services.hear_gateway(provider="platform", body=body, now=NOW)


def test_words_nested_deeper_than_can_be_read_are_no_message(payee: AgencyInfo) -> None:
    assert services.hear_gateway(provider="platform", body=b"[" * 16_000, now=NOW) is Verdict.FORGED


def test_r56_where_it_was_paid_is_kept_with_the_money(payee: AgencyInfo, number: str, settings: Any) -> None:
    settings.PAYMENT_GATEWAY_ONLINE = "2"
    services.hear_gateway(provider="platform", body=call_back(number, amount=75000, payee=payee.code), now=NOW)
    other = services.demand_fee(draft=draft_of(payee.id, key="at the counter"), actor=PROGRAM, now=NOW)
    services.take_money(number=other, method="cash", actor=PROGRAM, now=NOW)
    kept = Payment.objects.values_list("demand__number", "online", "method")
    assert set(kept) == {(number, "2", "platform"), (other, "0", "cash")}


def test_r52_what_agrees_is_accepted_and_flagged(payee: AgencyInfo, number: str, cashier: Actor) -> None:
    assert hear(call_back(number, amount=75000, payee=payee.code)) is Verdict.ACCEPTED
    assert queries.get_demand(number=number, viewer=cashier).row.state is DemandState.PAID
    paid = OutboxEvent.objects.get(type="vn.lienthong.payments.fee.paid.v1")
    assert (paid.data["online"], paid.data["method"]) == ("1", "platform")


def test_r52_replays_change_nothing(payee: AgencyInfo, number: str) -> None:
    body = call_back(number, amount=75000, payee=payee.code)
    assert [hear(body) for _ in range(3)] == [Verdict.ACCEPTED, Verdict.REPLAYED, Verdict.REPLAYED]
    in_other_words = call_back(number, amount=75000, payee=payee.code, channel="app")
    assert hear(in_other_words) is Verdict.REPLAYED
    assert Payment.objects.count() == 1
    assert OutboxEvent.objects.filter(type="vn.lienthong.payments.fee.paid.v1").count() == 1
    assert sorted(CallBack.objects.values_list("verdict", "times")) == [("accepted", 3), ("replayed", 1)]


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"amount": 74999}, Verdict.WRONG_AMOUNT),
        ({"amount": "75000"}, Verdict.WRONG_AMOUNT),
        ({"amount": 75000.0}, Verdict.WRONG_AMOUNT),
        ({"currency": "USD"}, Verdict.WRONG_CURRENCY),
        ({"payee": "H32.1"}, Verdict.WRONG_PAYEE),
        ({"status": "failed"}, Verdict.NOT_PAID),
        ({"transactionId": "PAY-2026-X"}, Verdict.UNKNOWN),
        ({"key": "another key"}, Verdict.FORGED),
    ],
)
def test_r52_what_does_not_agree_is_kept_for_a_person(
    payee: AgencyInfo, number: str, administrator: Actor, more: dict[str, object], verdict: Verdict
) -> None:
    given: dict[str, object] = {"amount": 75000, "payee": payee.code} | more
    assert hear(call_back(number, **given)) is verdict  # type: ignore[arg-type]  # words of a gateway
    assert not Payment.objects.exists()
    assert [each.verdict for each in queries.list_call_backs(viewer=administrator)] == [verdict]


@pytest.mark.parametrize("body", [b"", b"\xff\x00", b"[]", b"null", b'{"transactionId": {"a": 1}, "amount": NaN}'])
def test_nonsense_is_forged_and_kept(payee: AgencyInfo, body: bytes) -> None:
    assert hear(body) is Verdict.FORGED
    assert CallBack.objects.count() == 1


def test_r52_paid_twice_and_paid_after_cancelling_wait_for_a_person(
    payee: AgencyInfo, number: str, cashier: Actor
) -> None:
    services.take_money(number=number, method="cash", actor=cashier, now=NOW)
    assert hear(call_back(number, amount=75000, payee=payee.code)) is Verdict.NOT_WAITING
    assert Payment.objects.count() == 1
    (row,) = queries.list_call_backs(viewer=cashier)
    with pytest.raises(Invalid):
        services.settle_call_back(uuid=row.uuid, note=" ", actor=cashier, now=NOW)
    services.settle_call_back(uuid=row.uuid, note="Đã hoàn qua ngân hàng", actor=cashier, now=NOW)
    assert queries.list_call_backs(viewer=cashier) == ()
    with pytest.raises(Conflict):
        services.settle_call_back(uuid=row.uuid, note="lần nữa", actor=cashier, now=NOW)


def test_a_forged_word_about_a_demand_names_no_demand(payee: AgencyInfo, number: str, cashier: Actor) -> None:
    hear(call_back(number, amount=75000, payee=payee.code, key="wrong"))
    assert queries.get_demand(number=number, viewer=cashier).call_backs == ()
    assert queries.list_call_backs(viewer=cashier) == ()


def test_what_names_no_demand_is_settled_by_who_sets_the_accounts(payee: AgencyInfo, cashier: Actor) -> None:
    hear(b"{}")
    grants = tuple(Grant(each, Scope.PROVINCE, "administrator", payee.id, payee.path) for each in (SEE, ACCOUNTS))
    administrator = Actor(ActorKind.OFFICER, "Quản trị", user_id=1, grants=grants)
    (row,) = queries.list_call_backs(viewer=administrator)
    with pytest.raises(NotFound):
        services.settle_call_back(uuid=row.uuid, note="Bỏ qua", actor=cashier, now=NOW)
    services.settle_call_back(uuid=row.uuid, note="Bỏ qua", actor=administrator, now=NOW)
    assert queries.list_call_backs(viewer=administrator) == ()


def test_an_open_door_keeps_only_so_much_nonsense(payee: AgencyInfo, settings: Any) -> None:
    settings.PAYMENT_MOST_FORGED = 3
    assert {hear(json.dumps({"n": n}).encode()) for n in range(6)} == {Verdict.FORGED}
    assert CallBack.objects.count() == 3


def test_a_way_that_is_no_gateway_hears_nothing(payee: AgencyInfo) -> None:
    with pytest.raises(NotFound):
        services.hear_gateway(provider="cash", body=b"{}", now=NOW)
    with pytest.raises(Invalid):
        hear(b"x" * 20000)
