"""Our list of a day held against the gateway's (R-54)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import NotFound
from lienthong.kernel.ui.queries import within_days
from lienthong.systems.payments import rules
from lienthong.systems.payments.contracts import DayState, Verdict
from lienthong.systems.payments.extensions import Gateway, find_way, ways
from lienthong.systems.payments.models import CallBack, Payment, Reconciliation

from .ask_to_look import ask_to_look
from .hear_gateway import hear_gateway

# Days behind which a gateway is not asked any more; it keeps no older lists.
MOST_DAYS = 30
AGREES = frozenset({Verdict.ACCEPTED, Verdict.REPLAYED})


def reconcile_days(*, now: datetime) -> None:
    """Hold yesterday, and the days before on which a gateway did not answer, against the list of each gateway."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    for gateway in ways():
        if not isinstance(gateway, Gateway) or not gateway.is_ready:
            continue
        rows = Reconciliation.objects.filter(provider=gateway.key)
        first = rows.order_by("day").values_list("day", flat=True).first() or yesterday
        answered = set(rows.exclude(state=DayState.NO_ANSWER).values_list("day", flat=True))
        for back in range(MOST_DAYS, -1, -1):
            day = yesterday - timedelta(days=back)
            if day >= first and day not in answered:
                reconcile_day(provider=gateway.key, day=day, now=now)


def reconcile_day(*, provider: str, day: date, now: datetime) -> DayState:
    """Ask a gateway what was paid on a day and compare; done again, nothing is counted twice.

    What it lists and never told is judged as if it told now, so that a lost call-back is made good. What we hold for
    paid and it does not list, and whatever else does not agree, waits for a person.

    :raises NotFound: no such gateway
    """
    gateway = find_way(provider)
    if not isinstance(gateway, Gateway):
        raise NotFound(_("There is no such gateway."))
    try:
        bodies = gateway.statement(day)
    except OSError:
        return _keep(provider, day, DayState.NO_ANSWER, now)
    verdicts = [hear_gateway(provider=provider, body=body, now=now, was_asked=True) for body in bodies]
    listed = [told.data for told in map(gateway.read, bodies) if told.is_signed and told.data.get("status") == "paid"]
    ours = _ours(provider, day)
    named = {str(said.get("transactionId")) for said in listed}
    missing = [each for each in ours if each.demand.number not in named]
    with transaction.atomic():
        for payment in missing:
            _keep_missing(provider, payment, now)
    agrees = not missing and set(verdicts) <= AGREES
    amounts = [said["amount"] for said in listed if rules.is_amount(said.get("amount"))]
    return _keep(
        provider,
        day,
        DayState.AGREES if agrees else DayState.DIFFERS,
        now,
        theirs=amounts,
        ours=[each.amount for each in ours],
        healed=verdicts.count(Verdict.ACCEPTED),
    )


def _ours(provider: str, day: date) -> list[Payment]:
    """Return what came through a gateway on a day, by its own clock where it has told the moment."""
    rows = Payment.objects.filter(method=provider, is_refund=False).select_related("demand__payee")
    rows = rows.annotate(moment=Coalesce("told_at", "at")).filter(within_days("moment", day, day))
    return list(rows)


def _keep_missing(provider: str, payment: Payment, now: datetime) -> None:
    words = f"statement:{payment.pk}"
    row, is_new = CallBack.objects.get_or_create(
        provider=provider,
        digest=sha256(words.encode()).hexdigest(),
        defaults={
            "body": words,
            "transaction": payment.transaction,
            "amount": payment.amount,
            "verdict": Verdict.NOT_LISTED,
            "demand": payment.demand,
            "received_at": now,
        },
    )
    if is_new:
        ask_to_look(row=row, now=now)


def _keep(
    provider: str,
    day: date,
    state: DayState,
    now: datetime,
    *,
    theirs: Sequence[int] = (),
    ours: Sequence[int] = (),
    healed: int = 0,
) -> DayState:
    told = {"state": state, "at": now}
    if state is not DayState.NO_ANSWER:
        told |= {"their_count": len(theirs), "their_sum": sum(theirs), "our_count": len(ours), "our_sum": sum(ours)}
        told |= {"healed": healed}
    Reconciliation.objects.update_or_create(provider=provider, day=day, defaults=told)
    return state
