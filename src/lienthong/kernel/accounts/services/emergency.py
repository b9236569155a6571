"""Rights beyond one's own, for a short time and a stated purpose (break-glass): taking them, giving them back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.contracts import MANAGE
from lienthong.kernel.accounts.events import EmergencyRightsEnded, EmergencyRightsTaken
from lienthong.kernel.accounts.models import EmergencyRights, User
from lienthong.kernel.acts.contracts import (
    Actor,
    Conflict,
    FieldError,
    Invalid,
    NotFound,
    NotPermitted,
    StepUpNeeded,
)
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.organizations import queries as organizations
from lienthong.kernel.organizations.extensions import role_labels

SUBJECT_TYPE = "accounts.emergency"
SHORTEST_PURPOSE, LONGEST_PURPOSE = 10, 500


@transaction.atomic
def take_emergency_rights(
    *, agency_code: str, role: str, purpose: str, minutes: int, actor: Actor, now: datetime
) -> UUID:
    """Let an administrator act in a role of an agency for some minutes; written down, and told to the others.

    :raises NotPermitted: the actor does not look after accounts, or has no second factor
    :raises Invalid: no such agency or role, no purpose, or more minutes than allowed
    :raises Conflict: the actor holds such rights already
    :raises StepUpNeeded: the actor must confirm first
    """
    if not actor.may(MANAGE) or actor.user_id is None:
        raise NotPermitted(_("Only administrators take emergency rights."))
    if not actor.has_second_factor:
        raise NotPermitted(_("Switch on the code at sign-in or a passkey first: emergency rights ask for it."))
    agency_id = _check(agency_code, role, purpose, minutes)
    User.objects.select_for_update().get(pk=actor.user_id)
    open_rows = EmergencyRights.objects.filter(user_id=actor.user_id, ended_at=None)
    for over in open_rows.filter(ends_at__lte=now):
        over.ended_at = over.ends_at
        over.save(update_fields=["ended_at"])
    if open_rows.exists():
        raise Conflict(_("You hold emergency rights already. Give them back first."))
    if not actor.has_confirmed(within=timedelta(minutes=settings.STEP_UP_MINUTES), now=now):
        raise StepUpNeeded(_("Confirm that it is you, then go on."))
    taken = EmergencyRights.objects.create(
        user_id=actor.user_id,
        agency_id=agency_id,
        role=role,
        purpose=purpose.strip(),
        began_at=now,
        ends_at=now + timedelta(minutes=minutes),
    )
    _tell(taken, agency_code, actor, now)
    return taken.uuid


@transaction.atomic
def end_emergency_rights(*, uuid: UUID, actor: Actor, now: datetime) -> None:
    """Give the rights back before their time: one's own, or as an administrator those of another.

    :raises NotFound: no such rights of the actor's, or they have ended
    """
    rows = EmergencyRights.objects.select_for_update().filter(uuid=uuid, ended_at=None, ends_at__gt=now)
    taken = (rows if actor.may(MANAGE) else rows.filter(user_id=actor.user_id or 0)).first()
    if taken is None:
        raise NotFound(_("These rights have ended already."))
    taken.ended_at = now
    taken.save(update_fields=["ended_at"])
    audit.record(subject_type=SUBJECT_TYPE, subject_key=str(uuid), act="accounts.emergency.end", actor=actor, now=now)
    event = EmergencyRightsEnded(uuid=str(uuid), user_id=taken.user_id)
    events.publish(event=event, subject=str(uuid), now=now, actor_name=actor.name)


def _tell(taken: EmergencyRights, agency_code: str, actor: Actor, now: datetime) -> None:
    told = {"role": taken.role, "agency": agency_code, "ends_at": taken.ends_at.isoformat()}
    audit.record(
        subject_type=SUBJECT_TYPE,
        subject_key=str(taken.uuid),
        act="accounts.emergency.take",
        actor=actor,
        now=now,
        note=taken.purpose,
        data=told,
    )
    event = EmergencyRightsTaken(
        uuid=str(taken.uuid),
        user_id=taken.user_id,
        role=taken.role,
        agency_code=agency_code,
        purpose=taken.purpose,
        ends_at=taken.ends_at,
    )
    events.publish(event=event, subject=str(taken.uuid), now=now, actor_name=actor.name)


def _check(agency_code: str, role: str, purpose: str, minutes: int) -> int:
    """Return the id of the agency, or refuse field by field."""
    longest = settings.EMERGENCY_MINUTES
    rules = (
        ("role", _("Choose a role from the list"), role in role_labels()),
        (
            "purpose",
            _("Say what for, in 10 to 500 letters"),
            SHORTEST_PURPOSE <= len(purpose.strip()) <= LONGEST_PURPOSE and "\0" not in purpose,
        ),
        ("minutes", _("At most %(count)s minutes") % {"count": longest}, 0 < minutes <= longest),
    )
    errors = [FieldError(path, message) for path, message, kept in rules if not kept]
    agency_id = 0
    try:
        agency_id = organizations.find_agency(code=agency_code).id
    except NotFound as refusal:
        errors.append(FieldError("agency_code", refusal.message))
    if errors:
        raise Invalid(errors[0].message, errors=tuple(errors))
    return agency_id
