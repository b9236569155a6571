"""Trying a dead letter again, as an official act."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit
from lienthong.kernel.events import services as events

RETRY = "events.retry"


def retry_event(*, event_id: str, actor: Actor, now: datetime) -> None:
    """Put a dead letter back in line for its subscribers.

    :raises NotPermitted: the actor does not look after events
    :raises NotFound: it is no dead letter any more
    """
    if not actor.may(RETRY):
        raise NotPermitted(_("Only administrators try events again."))
    with transaction.atomic():
        subject = events.retry_event(event_id=event_id)
        if subject is None:
            raise NotFound(_("This event has been tried again already."))
        audit.record(
            subject_type="events.outboxevent",
            subject_key=event_id,
            act=RETRY,
            actor=actor,
            now=now,
            data={"subject": subject},
        )
