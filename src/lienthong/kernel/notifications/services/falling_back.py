"""Going to the next channel of the same device when one refuses."""

from datetime import datetime

from ..contracts import Choices, MessageState, Recipient
from ..extensions import find_channel
from ..models import Message
from .routing import choices_of, moment_to_send
from .scheduling import ask_worker
from .wording import Wording


def fall_back(message: Message, *, now: datetime) -> bool:
    """Write the message for the next channel of its route, once, and tell whether there is one.

    The text is that of the other channel, filled with the same words.
    """
    if not message.route or Message.objects.filter(instead_of=message).exists():
        return False
    channel, wording = find_channel(message.route[0]), Wording(message.template.key, message.agency_id, now)
    text = wording.version(message.language, channel)
    subject, body = wording.filled(text, message.words, channel)
    address = channel.address_of(Recipient(message.to_name, phone=message.to_address))
    chosen = choices_of([message.to_user_id], kind="") if message.to_user_id is not None else {}
    row = Message.objects.create(
        template=text,
        channel=channel.name,
        to_name=message.to_name,
        to_address=address or message.to_address,
        to_user_id=message.to_user_id,
        party_id=message.party_id,
        subject=subject,
        body=body,
        words=message.words,
        language=text.language,
        subject_key=message.subject_key,
        url=message.url,
        agency_id=message.agency_id,
        mailing_id=message.mailing_id,
        route=message.route[1:],
        instead_of=message,
        urgent=message.urgent,
        state=MessageState.QUEUED,
        created_at=now,
        due_at=moment_to_send(
            channel=channel, urgent=message.urgent, choices=chosen.get(message.to_user_id or 0, Choices()), now=now
        ),
    )
    ask_worker(message_id=row.pk, at=row.due_at)
    return True
