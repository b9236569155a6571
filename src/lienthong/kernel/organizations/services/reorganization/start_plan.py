"""Beginning the execution of a plan, or going on with one that stopped."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations.contracts import PlanState
from lienthong.kernel.organizations.models import Reorganization, ReorganizationItem
from lienthong.kernel.organizations.policy import MANAGE
from lienthong.kernel.organizations.queries.reorganizations import dry_run

from .draft_plan import SUBJECT

START = "organizations.reorganization.start"


def start_plan(*, plan_id: int, actor: Actor, now: datetime, expected_version: int | None = None) -> None:
    """Hand a plan without faults to a worker that executes it line by line.

    A plan that stopped goes on with what is not done; its failed lines are tried again.

    :param expected_version: the version whose dry run was looked at
    :raises NotFound: no such plan, or the actor manages no agencies
    :raises Conflict: it is being executed or done, its day has not come, or somebody changed it since the dry run
    :raises Invalid: the dry run finds faults; each names its line
    """
    from lienthong.kernel.organizations.jobs import reorganize

    with transaction.atomic():
        plan = Reorganization.objects.select_for_update().filter(pk=plan_id).first() if actor.may(MANAGE) else None
        if plan is None:
            raise NotFound(_("There is no such plan."))
        if plan.state in {PlanState.RUNNING, PlanState.DONE}:
            raise Conflict(_("This plan is being executed already."))
        if expected_version is not None and plan.version != expected_version:
            raise Conflict(_("Somebody else has just worked on this. Open it again to see what changed."))
        if plan.effective_date > timezone.localtime(now).date():
            raise Conflict(_("The day of this plan has not come: open work would move too early."))
        if plan.state == PlanState.DRAFT:
            _check(plan, actor)
        plan.items.filter(state=ReorganizationItem.State.FAILED).update(
            state=ReorganizationItem.State.PENDING, error=""
        )
        plan.state, plan.started_by_id, plan.started_by_name = PlanState.RUNNING, actor.user_id, actor.name
        plan.started_at, plan.version = plan.started_at or now, plan.version + 1
        plan.save()
        audit.record(subject_type=SUBJECT, subject_key=str(plan.pk), act=START, actor=actor, now=now, note=plan.basis)
        reorganize.configure(lock=f"organizations.reorganize:{plan.pk}").defer(plan_id=plan.pk)


def _check(plan: Reorganization, actor: Actor) -> None:
    found = dry_run(plan_id=plan.pk, viewer=actor)
    if not found.stages:
        raise Invalid(_("The plan has no lines."))
    if found.problems:
        words = _("Line %(number)d: %(reason)s")
        errors = tuple(
            FieldError(str(each.number), words % {"number": each.number, "reason": f"{each.reason} {each.about}"})
            for each in found.problems
        )
        raise Invalid(_("The plan has faults; see the dry run."), errors=errors)
    if found.left_behind:
        words = _("%(codes)s would end with open work and nobody to take it.")
        raise Invalid(words % {"codes": ", ".join(found.left_behind[:10])})
    rows = list(plan.items.only("pk", "number"))
    for row in rows:
        row.stage = found.stages[row.number]
    ReorganizationItem.objects.bulk_update(rows, ["stage"], batch_size=2000)
