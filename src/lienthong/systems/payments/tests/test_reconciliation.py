"""A day held against the list of a gateway over real HTTP, and the work that comes of what differs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.support.gateway import running
from tests.support.payment_gateway import PaymentGateway

from lienthong.kernel.acts.contracts import Actor, NotPermitted
from lienthong.kernel.organizations.contracts import AgencyInfo
from lienthong.kernel.processes import queries as steps
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import DayState, DemandState, Verdict
from lienthong.systems.payments.extensions import find_way
from lienthong.systems.payments.models import CallBack, Reconciliation
from lienthong.systems.payments.services.ask_to_look import CALL_BACK
from lienthong.systems.payments.testing import call_back, draft_of

from .conftest import NOW, PROGRAM

# The day of the moments that the gateway tells.
DAY = date(2026, 10, 8)
MORNING = datetime(2026, 10, 8, 23, 20, tzinfo=UTC)


@pytest.fixture
def platform(settings: Any) -> Iterator[PaymentGateway]:
    peer = PaymentGateway()
    settings.PAYMENT_GATEWAY_URL = peer.url
    settings.PAYMENT_GATEWAY_CLIENT = "H32"
    with running(peer):
        yield peer


def pay(platform: PaymentGateway, number: str) -> dict[str, Any]:
    way = find_way("platform")
    assert way is not None
    offer = way.offer(queries.get_bill(number=number, viewer=PROGRAM), return_url="https://x.example/")
    assert offer is not None
    platform.take(offer.url)
    return platform.paid[number]


def hear(payee: AgencyInfo, number: str, **more: Any) -> Verdict:
    body = call_back(number, amount=75000, payee=payee.code, reference=f"GD{len(number)}-{number}", **more)
    return services.hear_gateway(provider="platform", body=body, now=NOW)


def compare() -> DayState:
    return services.reconcile_day(provider="platform", day=DAY, now=MORNING)


def waiting(viewer: Actor) -> list[tuple[Verdict, str]]:
    return [(row.verdict, row.demand) for row in queries.list_call_backs(viewer=viewer)]


def test_r54_a_day_that_agrees(platform: PaymentGateway, payee: AgencyInfo, number: str, administrator: Actor) -> None:
    pay(platform, number)
    assert hear(payee, number) is Verdict.ACCEPTED
    assert compare() is DayState.AGREES
    (day,) = queries.list_days(viewer=administrator)
    assert (day.their_count, day.their_sum, day.our_count, day.our_sum, day.healed) == (1, 75000, 1, 75000, 0)
    assert CallBack.objects.count() == 1


def test_r54_a_payment_that_was_never_told_is_made_good(
    platform: PaymentGateway, number: str, administrator: Actor
) -> None:
    pay(platform, number)
    assert compare() is DayState.AGREES
    assert queries.get_demand(number=number, viewer=PROGRAM).row.state is DemandState.PAID
    (day,) = queries.list_days(viewer=administrator)
    # It counts on the day on which it was paid, though it was heard of the next morning.
    assert (day.our_count, day.our_sum, day.healed) == (1, 75000, 1)


def test_r54_what_the_gateway_does_not_list_is_work_for_the_cashier(
    platform: PaymentGateway, payee: AgencyInfo, number: str, cashier: Actor
) -> None:
    pay(platform, number)
    hear(payee, number)
    platform.forgotten.add(number)
    assert compare() is DayState.DIFFERS
    assert compare() is DayState.DIFFERS
    (row,) = queries.list_call_backs(viewer=cashier)
    assert (row.verdict, row.demand, row.amount) == (Verdict.NOT_LISTED, number, 75000)
    (item,) = steps.open_items_for(subject_type=CALL_BACK, subject_key=str(row.uuid))
    assert (item.agency_id, item.role) == (payee.id, "cashier")
    services.settle_call_back(uuid=row.uuid, note="Ngân hàng xác nhận đã về tài khoản", actor=cashier, now=MORNING)
    assert steps.open_items_for(subject_type=CALL_BACK, subject_key=str(row.uuid)) == ()
    assert waiting(cashier) == []


def test_r54_paid_twice_and_with_another_amount_are_work(
    platform: PaymentGateway, payee: AgencyInfo, number: str, cashier: Actor
) -> None:
    other = services.demand_fee(draft=draft_of(payee.id, key="other"), actor=PROGRAM, now=NOW)
    hear(payee, number)
    platform.also += [pay(platform, number) | {"reference": "GD-lần hai"}, pay(platform, other) | {"amount": 70000}]
    del platform.paid[other]
    assert compare() is DayState.DIFFERS
    assert set(waiting(cashier)) == {(Verdict.NOT_WAITING, number), (Verdict.WRONG_AMOUNT, other)}
    assert queries.get_demand(number=other, viewer=PROGRAM).row.state is DemandState.WAITING


def test_r54_a_line_for_nothing_known_waits_for_who_sees_the_province(
    platform: PaymentGateway, number: str, cashier: Actor
) -> None:
    platform.also.append(pay(platform, number) | {"transactionId": "PAY-nowhere"})
    platform.forgotten.add(number)
    assert compare() is DayState.DIFFERS
    assert (Verdict.UNKNOWN, "") in waiting(PROGRAM)
    assert waiting(cashier) == []


def test_r54_a_gateway_that_is_away_is_asked_again_for_each_day(
    platform: PaymentGateway, settings: Any, number: str
) -> None:
    settings.PAYMENT_GATEWAY_URL = "http://127.0.0.1:9"
    for after in range(3):
        services.reconcile_days(now=MORNING + timedelta(days=after))
    kept = Reconciliation.objects.order_by("day").values_list("day", "state")
    assert list(kept) == [(DAY + timedelta(days=each), DayState.NO_ANSWER) for each in range(3)]
    settings.PAYMENT_GATEWAY_URL = platform.url
    services.reconcile_days(now=MORNING + timedelta(days=2))
    assert {row.state for row in Reconciliation.objects.all()} == {DayState.AGREES}
    calls = len(platform.calls)
    services.reconcile_days(now=MORNING + timedelta(days=2))
    assert len(platform.calls) == calls


def test_without_a_gateway_nothing_is_compared(settings: Any, db: None) -> None:
    settings.PAYMENT_GATEWAY_URL = ""
    services.reconcile_days(now=MORNING)
    assert not Reconciliation.objects.exists()


@pytest.mark.parametrize("words", [b"", b"{}", b"[1, null, {}]", b"[" * 2000])
def test_a_list_that_is_none_changes_nothing(
    words: bytes, platform: PaymentGateway, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lienthong.systems.payments.providers.platform._post", lambda *_given: words)
    assert compare() is not DayState.AGREES
    assert queries.get_demand(number=number, viewer=PROGRAM).row.state is DemandState.WAITING


def test_the_days_are_for_who_looks_after_the_whole_province(cashier: Actor) -> None:
    with pytest.raises(NotPermitted):
        queries.list_days(viewer=cashier)


def test_a_leader_who_settles_closes_the_work_of_the_cashier(payee: AgencyInfo, number: str, cashier: Actor) -> None:
    services.take_money(number=number, method="cash", actor=cashier, now=NOW)
    assert hear(payee, number) is Verdict.NOT_WAITING
    (row,) = queries.list_call_backs(viewer=cashier)
    services.settle_call_back(uuid=row.uuid, note="Đã hoàn qua ngân hàng", actor=PROGRAM, now=MORNING)
    assert steps.open_items_for(subject_type=CALL_BACK, subject_key=str(row.uuid)) == ()
