"""Loading what an act changes, locked, and refusing those who came too late."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.acts.extensions import Prepared

from ..contracts import NotYourStep, ProcessPaused, StepTaken, UnknownOutcome
from ..models import ProcessInstance, WorkItem
from ..models.instance import LIVE
from ..policy import may_do

_LOCKED = Prepared(
    lambda pk: (
        WorkItem.objects.select_for_update(of=("self", "instance"))
        .select_related("instance", "agency", "assignee")
        .filter(pk=pk, instance__started_at__isnull=False)
    )
)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m/%Y")


def lock_item(work_item_id: int, subject_key: str | None = None) -> WorkItem:
    """Return an open step with its case, both locked, so that one of two officers wins. One statement.

    :param subject_key: the subject on which the act is done; a step of another subject is not found
    :raises NotFound: there is no such step
    :raises StepTaken: somebody has already finished it; says who and when
    """
    # What is no key of a row, asked for by a number beyond all keys, is an error of PostgreSQL; here there is none.
    item = next(iter(_LOCKED(pk=work_item_id)), None) if abs(work_item_id) <= BigIntegerField.MAX_BIGINT else None
    if item is None or (subject_key is not None and item.subject_key != subject_key):
        raise no_such_step()
    require_open(item)
    return item


def require_open(item: WorkItem) -> None:
    """Refuse a step that is over.

    :raises StepTaken: somebody has already finished it; says who and when
    """
    if item.completed_at is not None:
        words = {"name": item.completed_by_name, "moment": _moment(item.completed_at)}
        raise StepTaken(_("%(name)s already finished this step at %(moment)s.") % words, **words)


def lock_open(item_id: int) -> WorkItem | None:
    """Return an open step with its case, both locked; None when it is over. One statement."""
    rows = WorkItem.objects.select_for_update(of=("self", "instance")).select_related("instance", "agency", "assignee")
    return rows.filter(pk=item_id, completed_at__isnull=True, instance__started_at__isnull=False).first()


def lock_live(*, subject_type: str, subject_key: str) -> ProcessInstance:
    """Return the live case of a subject, locked. One statement.

    :raises NotFound: no process is running for the subject
    """
    instance = (
        ProcessInstance.objects.select_for_update()
        .filter(subject_type=subject_type, subject_key=subject_key, status__in=[item.value for item in LIVE])
        .first()
    )
    if instance is None:
        raise NotFound(_("No process is running here."))
    return instance


def require_step(item: WorkItem, actor: Actor) -> None:
    """Refuse an actor for whom the step is not.

    :raises StepTaken: another officer holds it; says who and since when
    :raises NotYourStep: it waits for another role or agency
    """
    if may_do(actor, item):
        return
    if item.assignee is not None:
        since = _moment(item.claimed_at or item.opened_at)
        words = {"name": item.assignee.name, "moment": since}
        raise StepTaken(_("%(name)s has held this step since %(moment)s.") % words, **words)
    words = {"step": item.step_name, "agency": item.agency.name}
    raise NotYourStep(_("“%(step)s” is done by another role at %(agency)s.") % words, **words)


def no_such_step() -> NotFound:
    """Return the refusal for a step that does not exist or belongs to another subject."""
    return NotFound(_("There is no such step."))


def unknown_outcome(item: WorkItem, outcome: str) -> UnknownOutcome:
    """Return the refusal for an outcome that a step does not have."""
    words = {"step": item.step_name, "outcome": outcome}
    return UnknownOutcome(_("“%(step)s” cannot end with “%(outcome)s”.") % words)


def not_yours_to_give() -> NotYourStep:
    """Return the refusal for who neither holds a step nor directs work in its agency."""
    return NotYourStep(_("You may not give this step to another officer."))


def require_running(item: WorkItem) -> None:
    """Refuse to move a case whose clock stands.

    :raises ProcessPaused: it must be resumed first
    """
    if item.paused_at is not None:
        raise ProcessPaused(
            _("This case has been paused since %(moment)s; it must be resumed first.")
            % {"moment": _moment(item.paused_at)}
        )
