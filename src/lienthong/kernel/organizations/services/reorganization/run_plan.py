"""Executing a plan line by line, so that a worker that is killed loses nothing and does nothing twice."""

from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, ActorKind, DomainError
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations.contracts import PlanState
from lienthong.kernel.organizations.models import Reorganization, ReorganizationItem

from .draft_plan import SUBJECT
from .execute_line import execute_line

FINISH = "organizations.reorganization.finish"
log = structlog.get_logger("lienthong.organizations")


def run_plan(*, plan_id: int, now: datetime) -> tuple[int, int]:
    """Execute the lines of a plan that are not done, each in a transaction of its own; return how many, and failed.

    What a line changed and that it is done are written together: after a crash the plan goes on with the next line.
    A line that fails is kept with its reason and the others go on; the plan then stops instead of being done.
    """
    plan = Reorganization.objects.get(pk=plan_id)
    if plan.state != PlanState.RUNNING:
        return 0, 0
    actor = Actor(kind=ActorKind.OFFICER, name=plan.started_by_name, user_id=plan.started_by_id)
    done = failed = 0
    while (next_id := _next(plan)) is not None:
        if _try(next_id, plan, actor, now):
            done += 1
        else:
            failed += 1
    _finish(plan, actor, now)
    log.info("reorganization_run", plan=plan.pk, done=done, failed=failed)
    return done, failed


def _next(plan: Reorganization) -> int | None:
    pending = plan.items.filter(state=ReorganizationItem.State.PENDING).order_by("stage", "number")
    return pending.values_list("pk", flat=True).first()


def _try(item_id: int, plan: Reorganization, actor: Actor, now: datetime) -> bool:
    try:
        with transaction.atomic():
            item = ReorganizationItem.objects.select_for_update().get(pk=item_id)
            if item.state == ReorganizationItem.State.DONE:
                return True
            item.outcome = execute_line(item=item, plan=plan, actor=actor, now=now)
            item.state, item.done_at = ReorganizationItem.State.DONE, now
            item.save(update_fields=["outcome", "state", "done_at"])
    except DomainError as refusal:
        ReorganizationItem.objects.filter(pk=item_id).update(
            state=ReorganizationItem.State.FAILED, error=refusal.message[:500]
        )
        return False
    return True


def _finish(plan: Reorganization, actor: Actor, now: datetime) -> None:
    failed = plan.items.filter(state=ReorganizationItem.State.FAILED).count()
    with transaction.atomic():
        plan.state = PlanState.STOPPED if failed else PlanState.DONE
        plan.finished_at = None if failed else now
        plan.version += 1
        plan.save(update_fields=["state", "finished_at", "version"])
        note = _("%(failed)d lines could not be executed") % {"failed": failed} if failed else ""
        audit.record(subject_type=SUBJECT, subject_key=str(plan.pk), act=FINISH, actor=actor, now=now, note=note)
