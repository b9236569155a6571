"""Asking for a message."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from .. import rules
from ..contracts import MessageState, PlaceholderMissing, Recipient, UnknownTemplate
from ..extensions import Channel, brought_template, ready_channels
from ..models import Message, MessageTemplate
from .save_template import save_template


def notify(
    *, template: str, to: Recipient, context: Mapping[str, str], subject_key: str, now: datetime, language: str = "vi"
) -> int:
    """Write a message for every channel that reaches the recipient, and ask a worker to carry each.

    Both happen in the caller's transaction, so nothing is told of what did not become true.

    :param template: key of the template, usually that of the event
    :returns: how many messages were written; none when no channel reaches the recipient
    :raises UnknownTemplate: no text under this key
    :raises PlaceholderMissing: the text names something that `context` lacks
    """
    from ..jobs import deliver_message

    written = 0
    with transaction.atomic():
        for channel in ready_channels():
            address = channel.address_of(to)
            if not address:
                continue
            text = _newest(template, language, channel, now)
            message = Message.objects.create(
                template=text,
                channel=channel.name,
                to_name=to.name,
                to_address=address,
                to_user_id=to.user_id,
                subject=_filled(text.subject, context, template),
                body=_filled(text.body, context, template),
                subject_key=subject_key,
                state=MessageState.QUEUED,
                created_at=now,
            )
            deliver_message.defer(message_id=message.pk)
            written += 1
    return written


def _newest(key: str, language: str, channel: Channel, now: datetime) -> MessageTemplate:
    """Return the text in force; what a system brings becomes version 1 when it is first used."""
    rows = MessageTemplate.objects.filter(key=key, language=language, channel__in=["", channel.name])
    found = rows.order_by("-channel", "-version").first()
    if found is not None:
        return found
    brought = brought_template(key=key, language=language, channel=channel.name)
    if brought is None:
        raise UnknownTemplate(_("There is no message template “%(key)s”.") % {"key": key}, key=key)
    version = save_template(text=brought, now=now)
    return MessageTemplate.objects.get(key=key, language=language, channel=brought.channel, version=version)


def _filled(text: str, context: Mapping[str, str], key: str) -> str:
    try:
        return rules.fill(text, context)
    except KeyError as missing:
        words = {"key": key, "name": missing.args[0]}
        raise PlaceholderMissing(_("The message “%(key)s” needs “%(name)s”.") % words, **words) from missing
