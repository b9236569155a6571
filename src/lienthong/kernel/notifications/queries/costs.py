"""What messages cost."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor

from ..models import Budget, Spending
from ..policy import BUDGETS, SPENDINGS
from ..rules import month_of

_MONTHS_KEPT = 1200


@dataclass(frozen=True)
class SpendingRow:
    """What an agency spent on a channel in a month, in đồng."""

    month: date
    agency_name: str
    channel: str
    messages: int
    parts: int
    amount: int


@dataclass(frozen=True)
class BudgetRow:
    """What may be spent in a month, and what was this month, in đồng; without a name: each that has none of its own."""

    agency_code: str
    agency_name: str
    monthly: int
    stops: bool
    spent: int

    @property
    def percent(self) -> int:
        """Return the share spent, 0 without a limit."""
        return 100 * self.spent // self.monthly if self.monthly else 0


def list_spending(*, viewer: Actor, month: date | None = None) -> tuple[SpendingRow, ...]:
    """Return what was spent by the agencies in sight, the newest month first; with a month, of that alone."""
    rows = SPENDINGS.visible(Spending.objects.select_related("agency"), viewer)
    if month is not None:
        rows = rows.filter(month=month)
    return tuple(
        SpendingRow(
            month=row.month,
            agency_name=row.agency.name if row.agency else "",
            channel=row.channel,
            messages=row.messages,
            parts=row.parts,
            amount=row.amount,
        )
        for row in rows.order_by("-month", "-amount", "pk")[:_MONTHS_KEPT]
    )


def list_budgets(*, viewer: Actor, now: datetime) -> tuple[BudgetRow, ...]:
    """Return the budgets in sight with what was spent of each this month. Two statements."""
    month = month_of(timezone.localtime(now))
    spendings = SPENDINGS.visible(Spending.objects.filter(month=month), viewer)
    spent = dict(spendings.values_list("agency_id").annotate(total=Sum("amount")))
    rows = BUDGETS.visible(Budget.objects.select_related("agency"), viewer)
    found = [
        BudgetRow(
            agency_code=row.agency.code if row.agency else "",
            agency_name=row.agency.name if row.agency else "",
            monthly=row.monthly,
            stops=row.stops,
            spent=int(spent.get(row.agency_id) or 0),
        )
        for row in rows.order_by("agency__name", "pk")
    ]
    if not any(not row.agency_code for row in found) and settings.NOTIFICATIONS_MONTHLY_BUDGET:
        amount, stops = settings.NOTIFICATIONS_MONTHLY_BUDGET, settings.NOTIFICATIONS_BUDGET_STOPS
        found.append(BudgetRow("", "", amount, stops, int(spent.get(None) or 0)))
    return tuple(found)


def spent_this_month(*, viewer: Actor, now: datetime) -> int:
    """Return what the agencies in sight spent this month, in đồng."""
    rows = SPENDINGS.visible(Spending.objects.filter(month=month_of(timezone.localtime(now))), viewer)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)
