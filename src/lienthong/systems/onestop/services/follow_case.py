"""Bringing a dossier in line with its process when that moved without an act of an officer."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InstanceStatus
from lienthong.systems.onestop.contracts import SUBJECT_TYPE, State
from lienthong.systems.onestop.events import StepCompleted
from lienthong.systems.onestop.models import Dossier

from .follow import follow, take_holder
from .pass_on import pass_with

FOLLOWED = "onestop.dossier.followed"


@transaction.atomic
def follow_case(*, number: str, cause: str, outcome: str, actor: Actor, now: datetime) -> None:
    """Write on a dossier where its process stands now; told twice, or too late, it changes nothing.

    The due date stays: it is that of the procedure, not of the drawing (R-4).

    :param cause: the element that happened; empty when the case was only put on another version
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("reception").filter(number=number).first()
    if dossier is None or dossier.ended_at is not None:
        return
    state = processes.get_state(subject_type=SUBJECT_TYPE, subject_key=number)
    if state.status is InstanceStatus.CANCELLED:
        return
    before = (dossier.state, dossier.holder_name, dossier.step_name)
    if state.ended or (cause and dossier.state == State.RECEIVED):
        follow(dossier, state, actor=actor, now=now)
    else:
        take_holder(dossier, state)
        pass_with(dossier, state, actor=actor, now=now)
    if before == (dossier.state, dossier.holder_name, dossier.step_name):
        return
    dossier.version += 1
    dossier.save()
    data = {"step": [before[2], dossier.step_name], "from": str(before[0]), "to": str(dossier.state)}
    if cause:
        audit.record(subject_type=SUBJECT_TYPE, subject_key=number, act=FOLLOWED, actor=actor, now=now, data=data)
        done = StepCompleted(number=number, step=cause, outcome=outcome, at=now)
        events.publish(event=done, subject=number, now=now, actor_name=actor.name)
