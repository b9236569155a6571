"""Beginning a plan of reorganisation."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations import rules
from lienthong.kernel.organizations.contracts import PlanState
from lienthong.kernel.organizations.models import Reorganization
from lienthong.kernel.organizations.policy import MANAGE
from lienthong.kernel.organizations.services.texts import faults

DRAFT = "organizations.reorganization.draft"
SUBJECT = "organizations.reorganization"


def draft_plan(*, title: str, basis: str, effective_date: date, actor: Actor, now: datetime) -> int:
    """Begin a plan and return its number.

    :param basis: the resolution or decision it carries out
    :raises NotPermitted: the actor manages no agencies
    :raises Invalid: no title or no decision
    """
    if not actor.may(MANAGE):
        raise NotPermitted(_("You may see agencies but not change them."))
    title, basis = rules.tidy(title), rules.tidy(basis)
    errors = faults({"title": (title, 300), "basis": (basis, 300)})
    if not title:
        errors.append(FieldError("title", _("Give the plan a name")))
    if not basis:
        errors.append(FieldError("basis", _("Name the resolution or decision")))
    if errors:
        raise Invalid(_("Check the plan"), errors=tuple(errors))
    with transaction.atomic():
        plan = Reorganization.objects.create(
            title=title, basis=basis, effective_date=effective_date, created_at=now, created_by_name=actor.name
        )
        audit.record(subject_type=SUBJECT, subject_key=str(plan.pk), act=DRAFT, actor=actor, now=now, note=basis)
    return plan.pk


def lock_draft(*, plan_id: int, actor: Actor) -> Reorganization:
    """Lock a plan that can still be changed; the caller has a transaction.

    :raises NotFound: no such plan, or the actor manages no agencies
    :raises Conflict: its execution has begun
    """
    plan = Reorganization.objects.select_for_update().filter(pk=plan_id).first() if actor.may(MANAGE) else None
    if plan is None:
        raise NotFound(_("There is no such plan."))
    if plan.state != PlanState.DRAFT:
        raise Conflict(_("The execution of this plan has begun; it cannot be changed any more."))
    return plan
