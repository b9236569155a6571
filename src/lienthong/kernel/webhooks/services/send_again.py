"""Sending something to a webhook because somebody asks for it: a trial, or what was sent before."""

import uuid as uuids
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, NotFound
from lienthong.kernel.events.contracts import CloudEvent

from ..contracts import DeliveryState, WebhookState
from ..models import Webhook, WebhookDelivery
from .ask_sender import ask_sender
from .load_webhook import lock_webhook, write_history

PING = "vn.lienthong.webhooks.ping.v1"


@transaction.atomic
def send_test(*, uuid: UUID, actor: Actor, now: datetime) -> int:
    """Send an event that says nothing, so that the receiver can be tried; return its place in the log.

    :raises NotFound: no such webhook in sight
    :raises Conflict: it is not at work
    """
    row = _at_work(uuid, actor)
    told = CloudEvent(
        id=str(uuids.uuid4()),
        source=str(settings.PUBLIC_BASE_URL).rstrip("/"),
        type=PING,
        subject=str(row.uuid),
        time=now,
        data={},
    )
    sent = WebhookDelivery.objects.create(
        webhook=row,
        event_id=told.id,
        type=PING,
        subject=told.subject,
        body=told.as_json(),
        state=DeliveryState.WAITING,
        created_at=now,
        next_try_at=now,
    )
    _send_now(row)
    return sent.pk


@transaction.atomic
def redeliver(*, uuid: UUID, delivery_id: int, actor: Actor, now: datetime) -> None:
    """Send an event once more, whatever became of it; the receiver knows it again by its number.

    :raises NotFound: no such webhook in sight, or no such line in its log
    :raises Conflict: the webhook is not at work
    """
    row = _at_work(uuid, actor)
    sent = WebhookDelivery.objects.select_for_update().filter(webhook=row, pk=delivery_id).first()
    if sent is None:
        raise NotFound(_("This is not in the log any more."))
    sent.state, sent.refusals, sent.next_try_at = DeliveryState.WAITING, 0, now
    sent.save(update_fields=["state", "refusals", "next_try_at"])
    write_history(row, "webhooks.redeliver", actor, now, {"event": str(sent.event_id)})
    _send_now(row)


def _at_work(uuid: UUID, actor: Actor) -> Webhook:
    row = lock_webhook(uuid=uuid, actor=actor)
    if row.state != WebhookState.ACTIVE:
        raise Conflict(_("This webhook is not at work. Go on with it first."))
    return row


def _send_now(row: Webhook) -> None:
    # Somebody waits for it: what failed before is no reason to leave the receiver alone any longer.
    row.resume_at = None
    row.save(update_fields=["resume_at"])
    ask_sender(webhook_id=row.pk)
