"""A fee is asked for at reception, with a supplement, or before the result (R-31)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lienthong.kernel.acts.contracts import Conflict
from lienthong.kernel.events.testing import deliver_everything
from lienthong.systems.onestop import queries, rules, services
from lienthong.systems.onestop.contracts import FeeSpec, State, SupplementItem
from lienthong.systems.onestop.models import ServicePackage
from lienthong.systems.onestop.testing import TUESDAY, SmallProvince, draft_of, small_province
from lienthong.systems.payments import services as payments
from lienthong.systems.payments.contracts import DemandState

from .test_fees import PROGRAM, demands_of, payment_of
from .test_life_cycle import do, finish_at_commune

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CODE = "2.000635"


@pytest.fixture
def province() -> SmallProvince:
    """Let the copy cost something at each moment."""
    made = small_province()
    package = ServicePackage.objects.get(code=CODE)
    later = [
        {"code": "P-BS", "kind": "phi", "name": "Phí bổ sung", "amount": 3000, "collect": "with_supplement"},
        {"code": "P-KQ", "kind": "phi", "name": "Phí kết quả", "amount": 5000, "collect": "on_return"},
    ]
    for case in package.spec["cases"]:
        case["fees"] = [*case["fees"], *later]
    package.save()
    queries.forget_packages()
    return made


def accept(province: SmallProvince, *, paid: bool) -> str:
    draft = replace(draft_of(CODE, province.party), fee_paid=paid)
    number = services.accept_dossier(draft=draft, actor=province.at("commune.reception"), now=TUESDAY).number
    deliver_everything(TUESDAY)
    return number


def asked(number: str) -> list[tuple[int, str]]:
    return sorted((each.total, each.state.value) for each in demands_of(number))


def supplement(province: SmallProvince, number: str) -> None:
    desk = province.at("commune.reception")
    item = (SupplementItem(paper="", content="Bản sao"),)
    services.request_supplement(
        number=number, reason="Thiếu", items=item, why_again="Mới phát hiện", actor=desk, now=TUESDAY
    )
    deliver_everything(TUESDAY)
    services.receive_supplement(number=number, actor=desk, now=TUESDAY + HOUR)


def test_r31_each_part_is_asked_for_when_its_moment_comes_and_the_last_keeps_back_the_result(
    province: SmallProvince,
) -> None:
    number = accept(province, paid=True)
    assert (asked(number), payment_of(number)) == ([(8000, "paid")], "paid")
    supplement(province, number)
    assert asked(number) == [(3000, "waiting"), (8000, "paid")]
    row = queries.get_dossier(number=number, viewer=PROGRAM)
    assert (row.payment, row.fee, row.row.portal_code) == ("demanded", 11000, 4)
    services.record_payment(number=number, actor=province.at("commune.reception"), now=TUESDAY + HOUR)
    deliver_everything(TUESDAY + HOUR)
    assert asked(number) == [(3000, "paid"), (8000, "paid")]
    finish_at_commune(province, number, TUESDAY + 2 * HOUR)
    deliver_everything(TUESDAY + 2 * HOUR)
    assert asked(number) == [(3000, "paid"), (5000, "waiting"), (8000, "paid")]
    done = queries.get_dossier(number=number, viewer=PROGRAM)
    assert (done.row.state, done.row.portal_code, done.payment) == (State.DONE, 6, "demanded")
    result: dict[str, Any] = {"number": number, "receiver": "Lê Thị Mai", "actor": province.at("commune.result")}
    with pytest.raises(Conflict):
        services.return_result(**result, now=TUESDAY + 3 * HOUR)
    waiting = next(each for each in demands_of(number) if each.state is DemandState.WAITING)
    payments.take_money(number=waiting.number, method="cash", actor=PROGRAM, now=TUESDAY + 3 * HOUR)
    deliver_everything(TUESDAY + 3 * HOUR)
    assert queries.get_dossier(number=number, viewer=PROGRAM).row.portal_code == 9
    services.return_result(**result, now=TUESDAY + 4 * HOUR)


def test_r31_a_second_request_asks_for_nothing_more_and_one_payment_is_not_the_whole(province: SmallProvince) -> None:
    number = accept(province, paid=False)
    supplement(province, number)
    supplement(province, number)
    assert asked(number) == [(3000, "waiting"), (8000, "waiting")]
    first = next(each for each in demands_of(number) if each.total == 8000)
    payments.take_money(number=first.number, method="cash", actor=PROGRAM, now=TUESDAY + HOUR)
    deliver_everything(TUESDAY + HOUR)
    assert payment_of(number) == "demanded"
    second = next(each for each in demands_of(number) if each.total == 3000)
    payments.cancel_demand(number=second.number, reason="Được miễn", actor=PROGRAM, now=TUESDAY + HOUR)
    deliver_everything(TUESDAY + 2 * HOUR)
    assert payment_of(number) == "paid"


def test_r31_the_counter_takes_all_that_waits_at_once(province: SmallProvince) -> None:
    number = accept(province, paid=False)
    supplement(province, number)
    services.record_payment(number=number, actor=province.at("commune.reception"), now=TUESDAY + HOUR)
    deliver_everything(TUESDAY + HOUR)
    assert (asked(number), payment_of(number)) == ([(3000, "paid"), (8000, "paid")], "paid")
    do(services.complete_step, number, province.at("commune.civil-status"), TUESDAY + HOUR, outcome="propose")


def test_lines_kept_before_moments_were_known_count_as_asked_for() -> None:
    old = [{"code": "P", "kind": "phi", "name": "Phí", "amount": 7}]
    assert rules.amount_of(old, rules.ASKED) == 7
    assert rules.with_state(old, rules.ASKED, rules.PAID)[0]["state"] == rules.PAID
    assert rules.fee_line(FeeSpec("P", "phi", "Phí", 7, collect="on_return"), paid=True)["state"] == rules.LATER
