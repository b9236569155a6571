"""What asking another agency does to the clock where the law of a field stops it; used by the acts of this app.

Usually the clock goes on (R-21, section 9.3).
"""

from collections.abc import Collection
from datetime import datetime

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, Clock, ConsultationState
from lienthong.systems.onestop.models import Dossier

from .follow import take_holder

GROUND = "consultation"


def stop_clock(dossier: Dossier, *, actor: Actor, now: datetime) -> None:
    """Let the clock of a dossier stand until the last agency asked has answered; one that stands goes on standing."""
    if dossier.clock != Clock.RUNNING:
        return
    processes.pause(subject_type=SUBJECT_TYPE, subject_key=dossier.number, ground=GROUND, actor=actor, now=now)
    dossier.clock, dossier.paused_at = Clock.PAUSED, now


def go_on(dossier: Dossier, *, closed: Collection[int], actor: Actor, now: datetime) -> None:
    """Let the clock run again with what was left, unless another agency or the applicant is still waited for.

    :param closed: the questions that end now, by id, whose rows may not say so yet
    """
    if dossier.clock != Clock.PAUSED or dossier.paused_at is None or _is_waited_for(dossier, closed):
        return
    calendar_id = dossier.calendar_id
    paused = calendars.working_minutes_between(calendar_id=calendar_id, start=dossier.paused_at, end=now)
    dossier.due_at = calendars.add_working_minutes(calendar_id=calendar_id, start=dossier.due_at, minutes=paused)
    state = processes.resume(
        subject_type=SUBJECT_TYPE, subject_key=dossier.number, subject_due_at=dossier.due_at, actor=actor, now=now
    )
    dossier.clock, dossier.paused_at = Clock.RUNNING, None
    take_holder(dossier, state)


def _is_waited_for(dossier: Dossier, closed: Collection[int]) -> bool:
    asked = dossier.consultations.filter(state=ConsultationState.WAITING, pauses=True).exclude(pk__in=closed)
    return asked.exists() or dossier.supplements.filter(answered_at__isnull=True).exists()
