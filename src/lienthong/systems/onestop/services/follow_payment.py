"""Letting a dossier follow what became of its fee."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Payment
from lienthong.systems.onestop.events import PaymentFollowed
from lienthong.systems.onestop.models import Dossier

NOT_ONLINE = "0"
FOLLOW = "onestop.dossier.follow_payment"


def follow_payment(
    *,
    number: str,
    payment: Payment,
    demand: str,
    codes: Collection[str] | None = None,
    online: str = NOT_ONLINE,
    actor: Actor,
    now: datetime,
) -> None:
    """Mark a dossier whose fee was demanded as paid, or as free when the demand was cancelled; else change nothing.

    The version stays: nothing that an officer has open depends on it but the payment, which asks its own mark.

    :param demand: number of the demand, for the history
    :param codes: the lines that it was about, where others still wait; None when nothing waits any more
    :param now: when the money came, or the demand was cancelled
    :param online: where it was paid, as the service-quality index counts it (R-56); kept with the payment (R-62)
    """
    with transaction.atomic():
        waiting = Dossier.objects.select_for_update().filter(number=number, payment=Payment.DEMANDED).first()
        if waiting is None:
            return
        after = rules.PAID if payment is Payment.PAID else rules.VOID
        waiting.fee_lines = rules.with_state(waiting.fee_lines, rules.ASKED, after, codes=codes)
        waiting.payment = _stands(waiting.fee_lines, payment)
        waiting.fee_paid_at = now if waiting.payment is Payment.PAID else None
        if payment is Payment.PAID:
            waiting.paid_online = online
        waiting.save(update_fields=["payment", "fee_paid_at", "fee_lines", "paid_online"])
        data = {"demand": demand, "payment": payment.value}
        audit.record(subject_type=SUBJECT_TYPE, subject_key=number, act=FOLLOW, actor=actor, now=now, data=data)
        followed = PaymentFollowed(number=number, payment=waiting.payment.value, at=now)
        events.publish(event=followed, subject=number, now=now, actor_name=actor.name)


def _stands(lines: rules.Lines, payment: Payment) -> Payment:
    """Return where the whole fee stands: demanded while a part is, paid when a part was and none is left."""
    if rules.amount_of(lines, rules.ASKED):
        return Payment.DEMANDED
    return Payment.PAID if rules.amount_of(lines, rules.PAID) else payment
