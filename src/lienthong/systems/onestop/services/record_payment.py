"""Taking the fee."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.acts.extensions import act
from lienthong.systems.onestop import rules
from lienthong.systems.onestop.contracts import Payment
from lienthong.systems.onestop.events import FeeTaken
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT


@act(
    "onestop.dossier.record_payment",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Record the payment"),
)
def record_payment(subject: Dossier, *, actor: Actor, now: datetime) -> FeeTaken:  # noqa: ARG001  an act's shape
    """Record that the fee was paid at the counter (R-51: the demand itself never changes).

    :raises Conflict: nothing is to be paid, or it was paid before
    """
    if subject.payment != Payment.DEMANDED:
        raise Conflict(_("There is no fee left to pay."))
    taken = rules.amount_of(subject.fee_lines, rules.ASKED)
    subject.fee_lines = rules.with_state(subject.fee_lines, rules.ASKED, rules.PAID)
    subject.payment, subject.fee_paid_at = Payment.PAID, now
    return FeeTaken(number=subject.number, amount=taken, at=now)
