"""What messages cost: counted by month, agency and channel, and held against budgets."""

from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations.queries import appointments_in, find_agency, get_agencies

from ..contracts import MANAGE, Recipient
from ..models import Budget, Spending
from ..rules import month_of

log = structlog.get_logger("lienthong.notifications")

_WARN_AT = (80, 100)
_LARGEST_BUDGET = 10**12
_WARNED_ROLE = "administrator"
_ADD = """
INSERT INTO notifications_spending AS s (agency_id, month, channel, messages, parts, amount)
VALUES (%s, %s, %s, 1, %s, %s)
ON CONFLICT (month, agency_id, channel)
DO UPDATE SET messages = s.messages + 1, parts = s.parts + EXCLUDED.parts, amount = s.amount + EXCLUDED.amount
"""


def spend(*, agency_id: int | None, channel: str, parts: int, amount: int, now: datetime) -> None:
    """Add the cost of one message to its month; who passes 80 or 100 percent of a budget is warned.

    :param amount: in đồng
    """
    month = month_of(timezone.localtime(now))
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [agency_id, month, channel, parts, amount])
    budget, _stops = budget_of(agency_id)
    if not budget or not amount:
        return
    spent = spent_in(agency_id, now)
    for share in _WARN_AT:
        limit = budget * share // 100
        if spent - amount < limit <= spent:
            _warn(agency_id, share=share, spent=spent, budget=budget, now=now)


def spent_in(agency_id: int | None, now: datetime) -> int:
    """Return what an agency spent in the month of a moment, in đồng."""
    rows = Spending.objects.filter(Q(agency_id=agency_id), month=month_of(timezone.localtime(now)))
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def budget_of(agency_id: int | None) -> tuple[int, bool]:
    """Return what an agency may spend in a month (0: any amount), and whether nothing is sent beyond it."""
    rows = {row.agency_id: row for row in Budget.objects.filter(Q(agency_id=agency_id) | Q(agency=None))}
    row = rows.get(agency_id) or rows.get(None)
    if row is not None:
        return row.monthly, row.stops
    return settings.NOTIFICATIONS_MONTHLY_BUDGET, settings.NOTIFICATIONS_BUDGET_STOPS


def is_spent(*, agency_id: int | None, urgent: bool, now: datetime) -> bool:
    """Tell whether a message that costs may not be sent any more this month."""
    budget, stops = budget_of(agency_id)
    return bool(budget and stops and not urgent and spent_in(agency_id, now) >= budget)


def save_budget(*, agency_code: str, monthly: int, stops: bool, actor: Actor, now: datetime) -> None:
    """Set what an agency may spend in a month; without a code, each that has no budget of its own.

    :param monthly: in đồng; 0 for any amount
    :raises NotPermitted: the actor does not look after messages of the province
    :raises Invalid: no such agency, or no such amount
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("Only those who look after messages may do this."))
    code, agency_id = agency_code.strip(), None
    if code:
        try:
            agency_id = find_agency(code=code).id
        except NotFound as refusal:
            raise Invalid(refusal.message, errors=(FieldError("agency_code", refusal.message),)) from refusal
    if not 0 <= monthly <= _LARGEST_BUDGET:
        message = _("An amount in đồng, 0 for no limit")
        raise Invalid(message, errors=(FieldError("monthly", message),))
    with transaction.atomic():
        Budget.objects.update_or_create(
            agency_id=agency_id,  # type: ignore[misc]  # None is the row of those without their own
            defaults={"monthly": monthly, "stops": stops, "saved_at": now, "saved_by_name": actor.name},
        )
        audit.record(
            subject_type="notifications.budget",
            subject_key=code or "*",
            act="notifications.budget.save",
            actor=actor,
            now=now,
            data={"monthly": monthly, "stops": stops},
        )


def _warn(agency_id: int | None, *, share: int, spent: int, budget: int, now: datetime) -> None:
    """Tell the administrators of the agency, inside the program."""
    from .notify import notify

    log.warning("message_budget", agency=agency_id, share=share, spent=spent, budget=budget)
    if agency_id is None:
        return
    name = get_agencies(agency_ids=[agency_id])[agency_id].name
    seats = appointments_in(agency_id=agency_id, at=timezone.localdate(now))
    for user_id in {seat.user_id for seat in seats if _WARNED_ROLE in seat.roles}:
        notify(
            template="notifications.budget",
            to=Recipient(name="", user_id=user_id),
            context={
                "agency": name,
                "share": str(share),
                "spent": f"{spent:,}".replace(",", "."),
                "budget": f"{budget:,}".replace(",", "."),
                "month": f"{timezone.localtime(now):%m/%Y}",
            },
            subject_key="",
            url="/quan-tri/tin-nhan/chi-phi/",
            now=now,
        )
