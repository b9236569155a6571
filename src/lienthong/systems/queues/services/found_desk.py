"""Setting up a desk."""

import json
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.organizations import queries as organizations
from lienthong.systems.queues.contracts import DESK_TYPE, MANAGE, DeskDraft
from lienthong.systems.queues.models import Desk, PriorityGroup
from lienthong.systems.queues.policy import DESKS

from .save_desk import check_draft

FOUND = "queues.desk.found"
GROUPS = Path(__file__).parents[1] / "data" / "priority_groups.json"


def found_desk(*, agency_code: str, draft: DeskDraft, actor: Actor, now: datetime) -> UUID:
    """Set a desk up at an agency and return its uuid; with the first one the usual priority groups are written.

    :raises NotPermitted: the actor manages no desks there
    :raises NotFound: no such agency
    :raises Invalid: what is wrong with the draft, or the agency has a desk of this name
    """
    agency = organizations.find_agency(code=agency_code)
    desk = Desk(agency_id=agency.id, created_at=now)
    if not actor.may(MANAGE) or not DESKS.allows(actor, MANAGE, desk):
        raise NotPermitted(_("You may set up desks of your own agency only."))
    check_draft(draft)
    if Desk.objects.filter(agency_id=agency.id, name=draft.name.strip()).exists():
        message = _("The agency has a desk of this name")
        raise Invalid(message, errors=(FieldError("name", message),))
    with transaction.atomic():
        _write_usual_groups()
        for name, value in vars(draft).items():
            setattr(desk, name, value.strip() if isinstance(value, str) else value)
        desk.save()
        audit.record(
            subject_type=DESK_TYPE, subject_key=str(desk.uuid), act=FOUND, actor=actor, now=now, note=desk.name
        )
    return desk.uuid


def _write_usual_groups() -> None:
    """Write the priority groups that are usual, where there are none; from then on they are the administrator's."""
    if PriorityGroup.objects.exists():
        return
    for row in json.loads(GROUPS.read_text(encoding="utf-8")):
        PriorityGroup.objects.create(**row | {"valid_from": date.fromisoformat(row["valid_from"])})
