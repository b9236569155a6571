"""Giving a dead letter another chance."""

import uuid

from django.db import transaction

from lienthong.kernel.events.models import OutboxEvent

from .publish import ask_worker


def retry_event(*, event_id: str) -> str | None:
    """Put a dead letter back in line and return its subject; None when there is none under the id any more.

    Subscribers that did their part do not do it again. What happened later about the subject may have been told
    in the meantime: order is kept among what is pending only.
    """
    known = _known(event_id)
    if known is None:
        return None
    with transaction.atomic():
        dead = OutboxEvent.objects.select_for_update().filter(uuid=known, state=OutboxEvent.State.DEAD)
        found = dead.first()
        if found is None:
            return None
        found.state, found.attempts = OutboxEvent.State.PENDING, 0
        found.save(update_fields=["state", "attempts"])
        ask_worker(subject=found.subject)
    return found.subject


def _known(event_id: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(event_id)
    except ValueError:
        return None
