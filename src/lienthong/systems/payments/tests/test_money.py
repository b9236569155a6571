"""Whatever is done in whatever order, the money adds up."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lienthong.kernel.acts.contracts import DomainError
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.testing import small_tree
from lienthong.systems.payments import services
from lienthong.systems.payments.contracts import DemandState, FeeLine, LineKind, Reduction
from lienthong.systems.payments.models import FeeDemand, Payment
from lienthong.systems.payments.testing import call_back, draft_of

from .conftest import NOW, PROGRAM

AMOUNTS = st.integers(1, 10**9)
PICK = st.integers(0, 10**6)


class Money(RuleBasedStateMachine):
    """Demands, payments over the counter and online, cancels, replacements and refunds, legal or not."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        small_tree()
        self.payee = organizations.find_agency(code="H32.22366")
        self.raised = 0

    def teardown(self) -> None:
        """Leave nothing for the next run."""
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def pick(self, at: int) -> FeeDemand:
        rows = list(FeeDemand.objects.order_by("id"))
        return rows[at % len(rows)]

    @rule(amounts=st.lists(st.tuples(AMOUNTS, st.booleans()), min_size=1, max_size=3))
    def demand(self, amounts: list[tuple[int, bool]]) -> None:
        self.raised += 1
        lines = tuple(FeeLine("P", LineKind.FEE, "Phí", amount, refundable=back) for amount, back in amounts)
        draft = draft_of(self.payee.id, key=f"money:{self.raised}", lines=lines)
        services.demand_fee(draft=draft, actor=PROGRAM, now=NOW)

    @precondition(lambda self: self.raised)
    @rule(at=PICK, off=AMOUNTS)
    def reduce(self, at: int, off: int) -> None:
        chosen = self.pick(at)
        less = (Reduction(min(off, chosen.total or 1), "Hộ nghèo", "Giấy 1"),)
        self.attempt(
            services.replace_demand, number=chosen.number, reason="Nghèo", reductions=less, actor=PROGRAM, now=NOW
        )

    @precondition(lambda self: self.raised)
    @rule(at=PICK)
    def take_cash(self, at: int) -> None:
        self.attempt(services.take_money, number=self.pick(at).number, method="cash", actor=PROGRAM, now=NOW)

    @precondition(lambda self: self.raised)
    @rule(at=PICK, wrong=st.sampled_from([0, 0, 1]))
    def hear(self, at: int, wrong: int) -> None:
        chosen = self.pick(at)
        body = call_back(chosen.number, amount=chosen.total + wrong, payee=self.payee.code)
        services.hear_gateway(provider="platform", body=body, now=NOW)

    @precondition(lambda self: self.raised)
    @rule(at=PICK)
    def cancel(self, at: int) -> None:
        self.attempt(services.cancel_demand, number=self.pick(at).number, reason="Thôi", actor=PROGRAM, now=NOW)

    @precondition(lambda self: self.raised)
    @rule(at=PICK, amount=AMOUNTS)
    def refund(self, at: int, amount: int) -> None:
        chosen = self.pick(at)
        back = min(amount, chosen.total or 1)
        self.attempt(services.refund_fee, number=chosen.number, amount=back, reason="Rút hồ sơ", actor=PROGRAM, now=NOW)

    @staticmethod
    def attempt(act: Callable[..., object], **given: object) -> None:
        with suppress(DomainError):
            act(**given)

    @invariant()
    def what_came_is_what_was_asked_for(self) -> None:
        held = 0
        for demand in FeeDemand.objects.prefetch_related("payments"):
            came = sum(each.amount for each in demand.payments.all() if not each.is_refund)
            back = sum(each.amount for each in demand.payments.all() if each.is_refund)
            kept = sum(line["amount"] for line in demand.lines if not line["refundable"])
            if demand.state in {DemandState.WAITING, DemandState.CANCELLED}:
                assert (came, back) == (0, 0)
            elif demand.state == DemandState.PAID:
                assert (came, back) == (demand.total, 0)
            else:
                assert came == demand.total
                assert 0 < back <= came - min(kept, came)
            asked = sum(line["amount"] for line in demand.lines)
            assert demand.total == asked - sum(each["amount"] for each in demand.reductions)
            held += came - back
        moved = Payment.objects.values_list("is_refund", "amount")
        assert held == sum(-amount if is_refund else amount for is_refund, amount in moved)


@pytest.mark.django_db
def test_money_adds_up_in_every_order() -> None:
    few = settings(max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Money, settings=few)
