"""Giving money back."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, FieldError
from lienthong.kernel.acts.extensions import act
from lienthong.systems.payments import rules
from lienthong.systems.payments.contracts import CORRECT, AmountWrong, DemandState, FeeLine, Online
from lienthong.systems.payments.events import FeeRefunded
from lienthong.systems.payments.models import FeeDemand, Payment
from lienthong.systems.payments.policy import DEMANDS


@act(
    "payments.fee.refund",
    subject=FeeDemand,
    policy=DEMANDS,
    permission=CORRECT,
    label=gettext_lazy("Refund"),
    states={DemandState.PAID},
    danger=True,
    needs_reason=True,
)
def refund_fee(subject: FeeDemand, *, amount: int, reason: str, actor: Actor, now: datetime) -> FeeRefunded:
    """Give back what may go back by the rule of each line, once, with the reason why (R-55).

    :param amount: in đồng, at most what the lines that are refundable came to
    :raises AmountWrong: nothing, or more than may go back
    """
    most = rules.most_refund([FeeLine(**line) for line in subject.lines], subject.total)
    if not rules.is_amount(amount) or amount > most:
        message = _("At most %(most)s đồng may go back") % {"most": f"{most:,}".replace(",", ".")}
        raise AmountWrong(message, errors=(FieldError("amount", message),))
    Payment.objects.create(
        demand=subject,
        is_refund=True,
        amount=amount,
        method=subject.method,
        online=Online.NO,
        at=now,
        by_name=actor.name,
    )
    subject.state, subject.ended_at, subject.reason = DemandState.REFUNDED, now, reason.strip()[:1000]
    return FeeRefunded(
        number=subject.number,
        subject_type=subject.subject_type,
        subject_key=subject.subject_key,
        amount=amount,
        reason=subject.reason,
        at=now,
    )
