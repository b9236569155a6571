"""Cancelling a reception that was a mistake: the dossier stays, its code is never given again (R-12)."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, State
from lienthong.systems.onestop.events import DossierStopped
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .accept_dossier import ACCEPT
from .follow import stop


def _receives(subject: Dossier, actor: Actor) -> bool:
    return actor.agency_id == subject.reception_id


@act(
    "onestop.dossier.cancel_reception",
    subject=Dossier,
    policy=DOSSIERS,
    permission=ACCEPT,
    label=gettext_lazy("Cancel the reception"),
    states={State.RECEIVED},
    danger=True,
    needs_reason=True,
    extra_right=_receives,
)
def cancel_reception(subject: Dossier, *, reason: str, actor: Actor, now: datetime) -> DossierStopped:
    """End a dossier that was received by mistake, before anybody worked on it; the applicant is told why.

    The dossier stays with its history, and its code stays used.
    """
    processes.cancel(subject_type=SUBJECT_TYPE, subject_key=subject.number, reason=reason, actor=actor, now=now)
    stop(subject, actor=actor, now=now)
    return DossierStopped(number=subject.number, ground=reason.strip(), at=now)
