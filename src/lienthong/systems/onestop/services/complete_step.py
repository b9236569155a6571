"""Working on the steps of a dossier: claim, release, complete."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict, Remember
from lienthong.kernel.acts.extensions import Inverse, act
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import State
from lienthong.systems.onestop.events import StepCompleted
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .follow import follow
from .foresee_steps import completing, working

WORK = "onestop.dossier.work"
WORKING = frozenset({State.RECEIVED, State.PROCESSING})
# These outcomes need more than a tick: each has an act of its own.
OWN_ACTS = {"sign": "onestop.result.sign", "issue": "onestop.result.issue", "refuse": "onestop.dossier.refuse"}


def _release_what_was_claimed(inputs: Mapping[str, Any], recorded: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return {"work_item_id": inputs["work_item_id"]} if recorded["claimed"] else None


@act(
    "onestop.step.claim",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Take this step"),
    states=WORKING,
    inverse=Inverse("onestop.step.release", _release_what_was_claimed),
    foresee=working,
)
def claim_step(subject: Dossier, *, work_item_id: int, actor: Actor, now: datetime) -> Remember:
    """Take a step waiting for one's role, so that colleagues see it is in hand.

    :raises StepTaken: a colleague was faster
    """
    item = processes.claim(work_item_id=work_item_id, subject_key=subject.number, actor=actor, now=now)
    return Remember({"claimed": item.claimed_at == now})


@act(
    "onestop.step.release",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Give this step back"),
    states=WORKING,
    foresee=working,
)
def release_step(subject: Dossier, *, work_item_id: int, actor: Actor, now: datetime) -> None:
    """Give a step back to those of one's role."""
    processes.release(work_item_id=work_item_id, subject_key=subject.number, actor=actor, now=now)


@act(
    "onestop.step.complete",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Complete the step"),
    states=WORKING,
    related=("reception", "competent"),
    foresee=completing,
)
def complete_step(
    subject: Dossier,
    *,
    work_item_id: int,
    outcome: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> StepCompleted:
    """Finish a step with one of its outcomes and open the next.

    :raises StepTaken: somebody else finished it first
    :raises Conflict: the outcome has an act of its own (sign, issue, refuse)
    """
    if outcome in OWN_ACTS:
        raise Conflict(_("This outcome is done with its own button."), act=OWN_ACTS[outcome])
    state = processes.complete(
        work_item_id=work_item_id,
        subject_key=subject.number,
        outcome=outcome,
        actor=actor,
        now=now,
        note=note,
        data=data or {},
    )
    follow(subject, state, actor=actor, now=now)
    return StepCompleted(number=subject.number, step=str(work_item_id), outcome=outcome, at=now)
