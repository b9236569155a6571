"""Messages that were sent: lists, one of them, and those about one record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, NotFound
from lienthong.kernel.audit.extensions import purpose
from lienthong.kernel.audit.services import note_reads
from lienthong.kernel.ui.queries import within_days

from .. import rules
from ..contracts import MANAGE, AttemptRow, MessageDetail, MessageRow, MessageState, Outcome
from ..models import Message
from ..policy import MESSAGES

PAGE = 50
_MOST_ABOUT = 200
_RESENT = frozenset({MessageState.FAILED, MessageState.RETURNED})
READ = purpose("notifications.message.read", gettext_lazy("Opened a message that was sent"))


@dataclass(frozen=True)
class MessageFilter:
    """Which messages a list shows. `text`: what they are about, whole, or part of the name of the recipient."""

    text: str = ""
    state: MessageState | None = None
    channel: str = ""
    since: date | None = None
    until: date | None = None
    mailing: UUID | None = None


def list_messages(
    *, viewer: Actor, wanted: MessageFilter | None = None, before: int | None = None, limit: int = PAGE
) -> tuple[tuple[MessageRow, ...], int | None]:
    """Return a page of the messages in sight, newest first, and the cursor of the next page. One statement.

    Addresses are masked.
    """
    rows = _filtered(viewer, wanted or MessageFilter())
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    cursor = found[limit - 1].pk if len(found) > limit else None
    return tuple(_row(message) for message in found[:limit]), cursor


def stream_messages(*, viewer: Actor, wanted: MessageFilter) -> Iterator[MessageRow]:
    """Yield all messages of a list, for a file; addresses are masked."""
    for message in _filtered(viewer, wanted).iterator(chunk_size=500):
        yield _row(message)


def list_about(*, subject_key: str, limit: int = _MOST_ABOUT) -> tuple[MessageRow, ...]:
    """Return what was told about one record, newest first, with masked addresses. One statement.

    For systems: whoever may see the record may see this, so the caller asks its own policy first.
    """
    rows = Message.objects.select_related("agency", "template").filter(subject_key=subject_key).order_by("-pk")
    return tuple(_row(message) for message in rows[:limit])


def get_message(*, message_id: int, viewer: Actor) -> MessageDetail:
    """Return one message with its attempts; the recipient reads that somebody looked. Three statements.

    :raises NotFound: there is none in sight
    """
    message = Message.objects.select_related("agency", "template").filter(pk=message_id).first()
    if message is None or not MESSAGES.allows(viewer, MESSAGES.see, message):
        raise NotFound(_("There is no such message."))
    if message.party_id is not None and message.to_user_id != viewer.user_id:
        note_reads(people=(message.party_id,), record=message.subject_key, purpose=READ, viewer=viewer)
    may = MESSAGES.allows(viewer, MANAGE, message) and message.state in _RESENT
    return MessageDetail(
        row=_row(message),
        # Whose look cannot be written down under anybody's name is not shown the whole address.
        address=message.to_address if message.party_id is not None else rules.masked(message.to_address),
        attempts=tuple(
            AttemptRow(
                provider=each.provider,
                began_at=each.began_at,
                ended_at=each.ended_at,
                outcome=Outcome(each.outcome),
                code=each.code,
                error=each.error,
                parts=each.parts,
                cost=each.cost,
            )
            for each in message.tries.order_by("pk")[:_MOST_ABOUT]
        ),
        instead_id=message.instead_of_id,
        may=frozenset({"resend"} if may else ()),
    )


def _filtered(viewer: Actor, wanted: MessageFilter) -> QuerySet[Message]:
    rows = MESSAGES.visible(Message.objects.select_related("agency", "template"), viewer)
    if text := wanted.text.replace("\0", "").strip():
        rows = rows.filter(Q(subject_key=text) | Q(to_name__icontains=text))
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    rows = rows.filter(within_days("created_at", wanted.since, wanted.until))
    if wanted.mailing is not None:
        rows = rows.filter(mailing__uuid=wanted.mailing)
    return rows.order_by("-pk")


def _row(message: Message) -> MessageRow:
    return MessageRow(
        id=message.pk,
        name=message.to_name,
        address=rules.masked(message.to_address) if message.channel != "in_app" else "",
        channel=message.channel,
        subject=message.subject,
        body=message.body,
        state=MessageState(message.state),
        attempts=message.attempts,
        last_error=message.last_error,
        subject_key=message.subject_key,
        created_at=message.created_at,
        sent_at=message.sent_at,
        kind=message.template.key,
        provider=message.provider,
        parts=message.parts,
        cost=message.cost,
        due_at=message.due_at,
        agency_name=message.agency.name if message.agency else "",
        arrived_at=message.arrived_at,
        read_at=message.read_at,
    )
