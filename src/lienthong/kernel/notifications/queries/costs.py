"""What messages cost."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.organizations.queries import lies_below

from ..contracts import SEE
from ..models import Budget, Spending
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
    rows = Spending.objects.select_related("agency").filter(_in_sight(viewer))
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
    spent = dict(
        Spending.objects.filter(_in_sight(viewer), month=month).values_list("agency_id").annotate(total=Sum("amount"))
    )
    rows = Budget.objects.select_related("agency").filter(_in_sight(viewer))
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
    rows = Spending.objects.filter(_in_sight(viewer), month=month_of(timezone.localtime(now)))
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def _in_sight(viewer: Actor) -> Q:
    from ..policy import MESSAGES

    condition = Q(pk__in=())
    if not viewer.grants_for(SEE):
        return Q() if viewer.may(SEE) else condition
    for grant in viewer.grants_for(SEE):
        if grant.scope == "province":
            return Q()
        if grant.scope in MESSAGES.scopes and grant.agency_path:
            condition |= (
                lies_below("agency", grant.agency_path) if grant.scope == "subtree" else Q(agency_id=grant.agency_id)
            )
    return condition
