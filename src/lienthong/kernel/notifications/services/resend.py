"""Sending a message once more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict, NotFound, NotPermitted
from lienthong.kernel.audit import services as audit

from ..contracts import MANAGE, MessageState
from ..models import Message
from ..policy import MESSAGES
from .scheduling import ask_worker

# What may go out again: the others are on their way, or arrived.
RESENT = frozenset({MessageState.FAILED, MessageState.RETURNED})


def resend_message(*, message_id: int, actor: Actor, now: datetime) -> None:
    """Put a message that failed or came back in line again, with the same key.

    :raises NotFound: there is none in the actor's sight
    :raises NotPermitted: the actor may see it but does not look after messages
    :raises Conflict: it did not fail
    """
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("agency")
        message = rows.filter(pk=message_id).first()
        if message is None or not MESSAGES.allows(actor, MESSAGES.see, message):
            raise NotFound(_("There is no such message."))
        if not MESSAGES.allows(actor, MANAGE, message):
            raise NotPermitted(_("Only those who look after messages may do this."))
        if message.state not in RESENT:
            raise Conflict(_("This message is on its way or arrived; it is not sent again."))
        # It is tried anew for as long as a new message; attempts made before stay on record.
        message.state, message.due_at, message.provider, message.tried_since = MessageState.QUEUED, None, "", None
        message.save(update_fields=["state", "due_at", "provider", "tried_since"])
        ask_worker(message_id=message.pk)
        audit.record(
            subject_type="notifications.message",
            subject_key=str(message.pk),
            act="notifications.message.resend",
            actor=actor,
            now=now,
            data={"channel": message.channel},
        )
