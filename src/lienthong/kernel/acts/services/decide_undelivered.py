"""Trying undelivered events again, or giving them up, as official acts."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, FieldError, Invalid, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events
from lienthong.kernel.events.contracts import Undelivered, UndeliveredFilter

SEE, RETRY, GIVE_UP = "events.see", "events.retry", "events.give_up"
LONGEST_REASON = 500


@transaction.atomic
def retry_undelivered(
    *, wanted: UndeliveredFilter, places: Sequence[int] | None, actor: Actor, now: datetime
) -> tuple[int, bool]:
    """Put dead letters back in line for their subscribers; return how many, and whether there may be more.

    :param places: only these of what the filter finds; None means all, as far as one step goes
    :raises NotPermitted: the actor does not look after events
    :raises NotFound: none of them is a dead letter any more
    """
    _check_right(actor)
    moved = events.retry_handovers(wanted=wanted, places=places, now=now)
    _record(moved, RETRY, actor, now)
    return len(moved), len(moved) == events.MOST_DECIDED


@transaction.atomic
def give_up_undelivered(
    *, wanted: UndeliveredFilter, places: Sequence[int] | None, reason: str, actor: Actor, now: datetime
) -> tuple[int, bool]:
    """Decide that dead letters need not be told any more, with the reason in the history; return as above.

    :raises NotPermitted: the actor does not look after events
    :raises Invalid: no reason is given
    :raises NotFound: none of them is a dead letter any more
    """
    _check_right(actor)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        message = _("Say why, in at most 500 letters")
        raise Invalid(message, errors=(FieldError("reason", message),))
    moved = events.give_up_handovers(wanted=wanted, places=places)
    _record(moved, GIVE_UP, actor, now, note=reason.strip())
    return len(moved), len(moved) == events.MOST_DECIDED


def _check_right(actor: Actor) -> None:
    if not actor.may(RETRY):
        raise NotPermitted(_("Only administrators decide on undelivered events."))


def _record(moved: Sequence[Undelivered], act: str, actor: Actor, now: datetime, *, note: str = "") -> None:
    if not moved:
        raise NotFound(_("Somebody has decided on these events already."))
    audit.record_all(
        {
            "subject_type": "events.outboxevent",
            "subject_key": each.event_id,
            "act": act,
            "actor": actor,
            "now": now,
            "note": note,
            "data": {"subject": each.subject, "type": each.type, "subscriber": each.subscriber},
        }
        for each in moved
    )
