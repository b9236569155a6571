"""Reading messages."""

from lienthong.kernel.acts.contracts import Actor

from . import rules
from .contracts import MessageRow, MessageState
from .models import Message
from .policy import SEE

PAGE = 50


def list_messages(
    *, viewer: Actor, before: int | None = None, limit: int = PAGE
) -> tuple[tuple[MessageRow, ...], int | None]:
    """Return a page of messages, newest first, and the cursor of the next page. One statement.

    A viewer without the permission sees none; addresses are masked.
    """
    if not viewer.may(SEE):
        return (), None
    rows = Message.objects.order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    cursor = found[limit - 1].pk if len(found) > limit else None
    return tuple(_row(message) for message in found[:limit]), cursor


def _row(message: Message) -> MessageRow:
    return MessageRow(
        id=message.pk,
        name=message.to_name,
        address=rules.masked(message.to_address),
        channel=message.channel,
        subject=message.subject,
        body=message.body,
        state=MessageState(message.state),
        attempts=message.attempts,
        last_error=message.last_error,
        subject_key=message.subject_key,
        created_at=message.created_at,
        sent_at=message.sent_at,
    )
