"""Sending a dossier back to the step before."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .complete_step import WORK, WORKING
from .follow import take_holder
from .pass_on import pass_with


@act(
    "onestop.step.return",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Return to the step before"),
    states=WORKING,
    needs_reason=True,
)
def return_step(subject: Dossier, *, work_item_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Send the dossier back to the step before, to the same officer, with a reason (section 6.9).

    :raises NoEarlierStep: this is the first step
    """
    state = processes.return_to_previous(
        work_item_id=work_item_id, subject_key=subject.number, reason=reason, actor=actor, now=now
    )
    take_holder(subject, state)
    pass_with(subject, state, actor=actor, now=now)
