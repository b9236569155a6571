"""Money that came."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, ActorKind, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.systems.payments.contracts import TAKE, DemandState, Online, ReferenceUsed
from lienthong.systems.payments.events import FeePaid
from lienthong.systems.payments.extensions import find_way
from lienthong.systems.payments.models import FeeDemand, Payment
from lienthong.systems.payments.policy import DEMANDS

WAITING = frozenset({DemandState.WAITING})


@act(
    "payments.fee.take",
    subject=FeeDemand,
    policy=DEMANDS,
    permission=TAKE,
    label=gettext_lazy("Take the money"),
    states=WAITING,
)
def take_money(subject: FeeDemand, *, method: str, reference: str = "", actor: Actor, now: datetime) -> FeePaid:
    """Record that the whole amount came over the counter, or stands on the statement of the account.

    :param method: key of a way to pay that is taken at the counter
    :param reference: number of the transaction on the statement, for transfers
    :raises Invalid: no such way, or a transfer without its number
    :raises ReferenceUsed: that transaction has paid another demand
    """
    way = find_way(method)
    if way is None or not way.at_counter:
        raise Invalid(_("Choose how the money came"), errors=(FieldError("method", _("Choose how the money came")),))
    transaction_no = reference.strip()[:100] if way.needs_reference else ""
    if way.needs_reference and not transaction_no:
        message = _("Enter the number of the transaction on the statement")
        raise Invalid(message, errors=(FieldError("reference", message),))
    return _settle(subject, method, transaction_no, Online.NO, actor.name, now)


@act(
    "payments.fee.confirm",
    subject=FeeDemand,
    policy=DEMANDS,
    permission="payments.fee.confirm",
    label=gettext_lazy("Paid online"),
    states=WAITING,
    extra_right=lambda _subject, actor: actor.kind is ActorKind.SYSTEM,
)
def confirm_payment(
    subject: FeeDemand,
    *,
    method: str,
    transaction_no: str,
    online: Online,
    actor: Actor,
    now: datetime,
    told_at: datetime | None = None,
) -> FeePaid:
    """Record what a gateway proved: the amounts were compared before, the state is compared under the lock (R-52).

    :param told_at: when it was paid by the clock of the gateway
    :raises ReferenceUsed: that transaction has paid another demand
    """
    return _settle(subject, method, transaction_no, online, actor.name, now, told_at)


def _settle(
    demand: FeeDemand,
    method: str,
    transaction_no: str,
    online: Online,
    by_name: str,
    now: datetime,
    told_at: datetime | None = None,
) -> FeePaid:
    try:
        with transaction.atomic():
            Payment.objects.create(
                demand=demand,
                amount=demand.total,
                method=method,
                transaction=transaction_no,
                online=online,
                at=now,
                told_at=told_at,
                by_name=by_name,
            )
    except IntegrityError:
        message = _("This transaction has paid another demand already.")
        raise ReferenceUsed(message) from None
    demand.state, demand.method, demand.paid_at = DemandState.PAID, method, now
    return FeePaid(
        number=demand.number,
        subject_type=demand.subject_type,
        subject_key=demand.subject_key,
        total=demand.total,
        method=method,
        online=online.value,
        at=now,
    )
