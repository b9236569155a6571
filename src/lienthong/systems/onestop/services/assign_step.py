"""Giving a step of a dossier to a named officer, or back to all of its role."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Remember
from lienthong.kernel.acts.extensions import Inverse, act
from lienthong.kernel.processes import queries as steps
from lienthong.kernel.processes import services as processes
from lienthong.systems.onestop.contracts import SUBJECT_TYPE
from lienthong.systems.onestop.models import Dossier
from lienthong.systems.onestop.policy import DOSSIERS

from .complete_step import WORK, WORKING
from .foresee_steps import giving


def _give_back(inputs: Mapping[str, Any], recorded: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"work_item_id": inputs["work_item_id"], "user_id": recorded["held_by"]}


@act(
    "onestop.step.assign",
    subject=Dossier,
    policy=DOSSIERS,
    permission=WORK,
    label=gettext_lazy("Give the step to an officer"),
    states=WORKING,
    inverse=Inverse("onestop.step.assign", _give_back),
    foresee=giving,
)
def assign_step(subject: Dossier, *, work_item_id: int, user_id: int | None, actor: Actor, now: datetime) -> Remember:
    """Give a step to an officer of its role; who held it before stays in the history, and the due date stays.

    :param user_id: the officer; None gives the step back to all of its role
    :raises NotYourStep: the actor neither holds the step nor directs work in its agency
    :raises OfficerElsewhere: the officer does not do such steps there
    """
    before = steps.open_items_for(subject_type=SUBJECT_TYPE, subject_key=subject.number)
    held_by = {item.id: item.assignee_id for item in before}.get(work_item_id)
    processes.reassign(work_item_id=work_item_id, subject_key=subject.number, user_id=user_id, actor=actor, now=now)
    return Remember({"held_by": held_by, "given_to": user_id})
