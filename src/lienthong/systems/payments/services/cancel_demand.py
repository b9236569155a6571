"""Making a demand void."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.systems.payments.contracts import CORRECT, DemandState
from lienthong.systems.payments.events import FeeCancelled
from lienthong.systems.payments.models import FeeDemand
from lienthong.systems.payments.policy import DEMANDS


@act(
    "payments.fee.cancel",
    subject=FeeDemand,
    policy=DEMANDS,
    permission=CORRECT,
    label=gettext_lazy("Cancel the demand"),
    states={DemandState.WAITING},
    danger=True,
    needs_reason=True,
)
def cancel_demand(
    subject: FeeDemand,
    *,
    reason: str,
    replaced: bool = False,
    actor: Actor,  # noqa: ARG001  an act's shape
    now: datetime,
) -> FeeCancelled:
    """Cancel a demand that nobody has paid; what was paid is refunded instead (R-51, R-55).

    :param replaced: another demand takes its place in the same transaction
    """
    subject.state, subject.ended_at, subject.reason = DemandState.CANCELLED, now, reason.strip()[:1000]
    return FeeCancelled(
        number=subject.number,
        subject_type=subject.subject_type,
        subject_key=subject.subject_key,
        replaced=replaced,
        reason=subject.reason,
        at=now,
    )
