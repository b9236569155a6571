"""Handing the result over."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop.contracts import Delivery, Payment, ResultState, State
from lienthong.systems.onestop.events import ResultReturned
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT
from .originals import give_back


@act(
    "onestop.result.return",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Hand over the result"),
    states={State.DONE},
)
def return_result(
    subject: Dossier, *, receiver: str, actor: Actor, now: datetime, originals: tuple[int, ...] = ()
) -> ResultReturned:
    """Hand the result to the applicant or the person they sent, after the fee is settled (section 6.7, R-29).

    :param receiver: who took it, as on the identity paper shown
    :param originals: papers whose originals go back with it (R-24)
    :raises Conflict: a fee is still to be paid, or the result was revoked
    """
    if not receiver.strip():
        raise Invalid(_("Enter who takes it"), errors=(FieldError("receiver", _("Enter who takes it")),))
    if subject.payment == Payment.DEMANDED:
        raise Conflict(_("The fee is not paid yet. Record the payment first."))
    if subject.result_state == ResultState.REVOKED:
        raise Conflict(_("This result was revoked; there is nothing to hand over until another takes its place."))
    if originals:
        give_back(subject, originals, receiver=receiver, actor=actor, now=now)
    subject.state, subject.delivery_state = State.RETURNED, Delivery.DELIVERED
    subject.returned_at, subject.receiver = now, receiver.strip()
    return ResultReturned(number=subject.number, receiver=receiver.strip(), at=now)
