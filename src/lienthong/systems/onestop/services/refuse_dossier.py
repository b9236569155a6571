"""Refusing after examination."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, ResultState
from lienthong.systems.onestop.events import DossierStopped
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .complete_step import WORKING
from .follow import stop


@act(
    "onestop.dossier.refuse",
    subject=Dossier,
    policy=DOSSIERS,
    permission="onestop.result.sign",
    label=gettext_lazy("Refuse and send the notice"),
    states=WORKING,
    danger=True,
    needs_reason=True,
)
def refuse_dossier(subject: Dossier, *, work_item_id: int, reason: str, actor: Actor, now: datetime) -> DossierStopped:
    """Refuse within the time limit, with form 03 through the counter (R-22); the process ends here.

    The applicant is told the reason in words, never by a code.
    """
    state = processes.complete(
        work_item_id=work_item_id, subject_key=subject.number, outcome="refuse", actor=actor, now=now, note=reason
    )
    if not state.ended:
        processes.cancel(subject_type=SUBJECT_TYPE, subject_key=subject.number, reason=reason, actor=actor, now=now)
    subject.result_state = ResultState.REFUSED
    stop(subject, actor=actor, now=now)
    return DossierStopped(number=subject.number, ground=reason.strip(), at=now)
