"""The gateway over real HTTP: success, late, twice, forged, asked."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.support.gateway import running
from tests.support.payment_gateway import PaymentGateway

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.testing import small_tree
from lienthong.systems.payments import queries, services
from lienthong.systems.payments.contracts import DemandState, NoAnswer, Verdict
from lienthong.systems.payments.extensions import find_way
from lienthong.systems.payments.models import CallBack, Payment
from lienthong.systems.payments.testing import draft_of

from .conftest import NOW, PROGRAM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def platform(settings: Any) -> Iterator[PaymentGateway]:
    peer = PaymentGateway()
    settings.PAYMENT_GATEWAY_URL = peer.url
    settings.PAYMENT_GATEWAY_CLIENT = "H32"
    with running(peer):
        yield peer


@pytest.fixture
def bill(db: None) -> str:
    small_tree()
    payee = organizations.find_agency(code="H32.22366")
    return services.demand_fee(draft=draft_of(payee.id), actor=PROGRAM, now=NOW)


def pay(platform: PaymentGateway, number: str, back: str = "https://x.example/nop-phi/A/") -> None:
    way = find_way("platform")
    assert way is not None
    offer = way.offer(queries.get_bill(number=number, viewer=PROGRAM), return_url=back)
    assert offer is not None
    assert platform.take(offer.url)["return_url"] == back


def state(number: str, viewer: Actor = PROGRAM) -> DemandState:
    return queries.get_demand(number=number, viewer=viewer).row.state


def test_r52_paid_told_and_told_again(platform: PaymentGateway, bill: str, live_server: Any) -> None:
    pay(platform, bill)
    assert state(bill) is DemandState.WAITING
    assert platform.tell(f"{live_server.url}/thu-phi/cong/platform/", bill, times=3) == [200, 200, 200]
    assert state(bill) is DemandState.PAID
    assert Payment.objects.count() == 1


def test_r52_forged_and_wrong_words_change_nothing(platform: PaymentGateway, bill: str, live_server: Any) -> None:
    address = f"{live_server.url}/thu-phi/cong/platform/"
    pay(platform, bill)
    assert platform.tell(address, bill, key=platform.request_key) == [403]
    assert platform.tell(address, bill, amount=1) == [202]
    assert platform.tell(address, bill, transactionId="PAY-X") == [202]
    assert state(bill) is DemandState.WAITING
    assert not Payment.objects.exists()
    assert set(CallBack.objects.values_list("verdict", flat=True)) == {"forged", "wrong_amount", "unknown"}


def test_a_late_word_about_a_cancelled_demand_waits_for_a_person(
    platform: PaymentGateway, bill: str, live_server: Any
) -> None:
    pay(platform, bill)
    services.cancel_demand(number=bill, reason="Rút hồ sơ", actor=PROGRAM, now=NOW)
    assert platform.tell(f"{live_server.url}/thu-phi/cong/platform/", bill) == [202]
    assert state(bill) is DemandState.CANCELLED
    (row,) = queries.list_call_backs(viewer=PROGRAM)
    assert (row.verdict, row.demand, row.amount) == (Verdict.NOT_WAITING, bill, 75000)


def test_r53_a_browser_that_comes_back_marks_nothing(platform: PaymentGateway, bill: str, live_server: Any) -> None:
    reference = queries.get_bill(number=bill, viewer=PROGRAM).reference
    back = f"{live_server.url}/nop-phi/{reference}/"
    pay(platform, bill, back)
    answer = httpx.get(back, params={"status": "paid", "transaction_id": bill})
    assert answer.status_code == 200
    assert "Trần Văn Bình" not in answer.text
    assert httpx.post(back, data={"status": "paid"}).status_code in {403, 405}
    assert state(bill) is DemandState.WAITING


def test_r53_asking_the_gateway_finds_what_it_forgot_to_tell(platform: PaymentGateway, bill: str) -> None:
    assert services.ask_gateway(number=bill, actor=PROGRAM, now=NOW) is Verdict.NOT_PAID
    # Nobody need look at an answer that says nothing happened yet.
    assert queries.list_call_backs(viewer=PROGRAM) == ()
    pay(platform, bill)
    assert services.ask_gateway(number=bill, actor=PROGRAM, now=NOW) is Verdict.ACCEPTED
    assert state(bill) is DemandState.PAID


def test_a_gateway_that_is_away_is_said_so(platform: PaymentGateway, bill: str) -> None:
    platform.down()
    with pytest.raises(NoAnswer):
        services.ask_gateway(number=bill, actor=PROGRAM, now=NOW)
