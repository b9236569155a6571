"""Sending a case back to the step before."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid

from ..contracts import RETURNED, NoEarlierStep, ProcessState
from ..models import WorkItem
from .locking import lock_item, require_running, require_step
from .projection import close_item, load_run, project


def return_to_previous(
    *, work_item_id: int, reason: str, actor: Actor, now: datetime, subject_key: str | None = None
) -> ProcessState:
    """Send a case back to the step finished before this one, to the same officer, with a reason (onestop §6.9).

    The step before gets its limit anew; branches opened after it are closed with it.

    :raises Invalid: no reason was given
    :raises NoEarlierStep: this is the first step
    :raises StepTaken, NotYourStep, ProcessPaused: as for finishing a step
    """
    if not reason.strip():
        message = _("Say why the case goes back.")
        raise Invalid(message, errors=(FieldError("reason", message),))
    item = lock_item(work_item_id, subject_key)
    require_step(item, actor)
    require_running(item)
    instance = item.case
    running, run = load_run(instance)
    before = run.previous(item.token)
    if before is None:
        raise NoEarlierStep(_("There is no step before this one."))
    run.go_back(before.task_id)
    if running.model.steps[before.key].each:
        # Who is asked anew answers anew: the answers given before stay in the history alone.
        answered = WorkItem.objects.filter(instance=instance, engine_task=before.task_id)
        answered.update(engine_task=uuid4())
    instance.last_outcome = RETURNED
    close_item(item, outcome=RETURNED, actor=actor, now=now, note=reason.strip(), calendar_id=instance.calendar_id)
    return project(instance, running, run, actor=actor, now=now, closes_as=RETURNED)
