"""Carrying one message."""

from datetime import datetime

from django.db import transaction

from ..contracts import MessageState, OutgoingMessage
from ..extensions import find_channel
from ..models import Message

MAX_ATTEMPTS = 5


def deliver(*, message_id: int, now: datetime) -> bool:
    """Carry a message unless that was done, and say whether it is out of the way: sent, or given up.

    A failure is written down; after five the message is given up and stays in the list.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(pk=message_id).first()
        if message is None or message.state != MessageState.QUEUED:
            return True
        message.attempts += 1
        try:
            find_channel(message.channel).send(_outgoing(message))
        except Exception as failure:  # noqa: BLE001  whatever a channel raises is a failed attempt
            message.last_error = f"{type(failure).__name__}: {failure}"[:1000]
            if message.attempts >= MAX_ATTEMPTS:
                message.state = MessageState.FAILED
        else:
            message.state, message.sent_at, message.last_error = MessageState.SENT, now, ""
        message.save(update_fields=["state", "attempts", "last_error", "sent_at"])
    return message.state != MessageState.QUEUED


def _outgoing(message: Message) -> OutgoingMessage:
    return OutgoingMessage(
        id=message.pk,
        name=message.to_name,
        address=message.to_address,
        subject=message.subject,
        body=message.body,
        subject_key=message.subject_key,
        created_at=message.created_at,
    )
