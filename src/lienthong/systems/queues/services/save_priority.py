"""Saying who is called before others."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.systems.queues.contracts import PRIORITIES, PriorityDraft
from lienthong.systems.queues.models import PriorityGroup

SET = "queues.priority.set"
GROUP_TYPE = "queues.prioritygroup"
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


def save_priority(*, draft: PriorityDraft, actor: Actor, now: datetime) -> None:
    """Give a priority group, or a new wording of one, from a day on; the wording before ends the day before.

    Tickets that were taken keep what they were given for.

    :raises NotPermitted: only administrators of the province set them
    :raises Invalid: what is wrong, field by field; a past day is not rewritten
    """
    if not actor.may(PRIORITIES):
        raise NotPermitted(_("Only administrators set priority groups."))
    errors = []
    if not CODE.fullmatch(draft.code):
        errors.append(FieldError("code", _("Small letters, figures and hyphens only")))
    if not draft.name.strip():
        errors.append(FieldError("name", _("Enter the name of the group")))
    if not draft.source.strip():
        errors.append(FieldError("source", _("Enter what gives the priority")))
    if draft.valid_from < timezone.localdate(now):
        errors.append(FieldError("valid_from", _("Choose today or a later day")))
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        errors.append(FieldError("valid_to", _("The last day is not before the first")))
    if errors:
        raise Invalid(_("Please correct what is marked."), errors=tuple(errors))
    with transaction.atomic():
        earlier = PriorityGroup.objects.filter(code=draft.code, valid_from__lt=draft.valid_from)
        eve = draft.valid_from - timedelta(days=1)
        (earlier.filter(valid_to__isnull=True) | earlier.filter(valid_to__gt=eve)).update(valid_to=eve)
        later = (
            PriorityGroup.objects.filter(code=draft.code, valid_from__gt=draft.valid_from)
            .order_by("valid_from")
            .first()
        )
        values: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in vars(draft).items()
        }
        if later is not None:
            last = later.valid_from - timedelta(days=1)
            values["valid_to"] = min(draft.valid_to or last, last)
        PriorityGroup.objects.update_or_create(
            code=values.pop("code"), valid_from=values.pop("valid_from"), defaults=values
        )
        data = {"rank": draft.rank, "from": draft.valid_from.isoformat()}
        audit.record(
            subject_type=GROUP_TYPE, subject_key=draft.code, act=SET, actor=actor, now=now, note=draft.source, data=data
        )
