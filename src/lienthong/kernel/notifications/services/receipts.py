"""What providers tell after they took a message: it arrived, was read, or could not be delivered."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ..channels import find_provider
from ..contracts import MessageState, ReceiptNews, UnknownAddress
from ..models import Message, Part, Receipt
from .falling_back import fall_back

log = structlog.get_logger("lienthong.notifications")

LARGEST_CALL = 64 * 1024
# Which news goes before which: a message that arrived does not come back, one that came back may still arrive.
_RANK = {
    MessageState.SENT: 0, MessageState.RETURNED: 1, MessageState.ARRIVED: 2, MessageState.READ: 3,
}  # fmt: skip


def receive_receipts(*, provider: str, news: Sequence[ReceiptNews], now: datetime) -> None:
    """Keep what a provider tells and bring the messages to the states it gives; told twice it changes nothing.

    News may come before the number of the part was written down: it waits for it.
    """
    for each in news:
        with transaction.atomic():
            lock_parts(provider, [each.provider_id])
            Receipt.objects.bulk_create([_receipt(provider, each, now)], ignore_conflicts=True)
            part = Part.objects.filter(provider=provider, provider_id=each.provider_id[:100]).first()
            if part is None:
                continue
            message = Message.objects.select_for_update(of=("self",)).select_related("template").get(pk=part.message_id)
            _apply(message, part, each.state, each.code, at=each.at or now)


def hear_webhook(
    *, provider: str, body: bytes, headers: Mapping[str, str], query: Mapping[str, str], now: datetime
) -> int:
    """Take the call of a provider and return how much news it held.

    :raises UnknownAddress: no such provider is set up, or the call is not proven to come from it
    """
    found = find_provider(provider)
    if found is None or len(body) > LARGEST_CALL:
        raise UnknownAddress(_("Nothing is expected here."))
    try:
        news = found.read_webhook(body=body, headers=headers, query=query)
    except UnknownAddress as refused:
        log.warning("message_webhook_refused", provider=provider, reason=str(refused))
        raise UnknownAddress(_("Nothing is expected here.")) from refused
    receive_receipts(provider=provider, news=news, now=now)
    return len(news)


def lock_parts(provider: str, provider_ids: Sequence[str]) -> None:
    """Let news of a part and its being written down go one after the other, until the transaction ends."""
    with connection.cursor() as cursor:
        for number in sorted(set(provider_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{provider}:{number[:100]}"])


def apply_early_receipts(message: Message, *, provider: str, provider_ids: Sequence[str]) -> None:
    """Apply the news that came before the parts were known; the message is saved by the caller."""
    rows = Receipt.objects.filter(provider=provider, provider_id__in=provider_ids).order_by("pk")
    for receipt in rows:
        part = Part.objects.get(provider=provider, provider_id=receipt.provider_id)
        _apply(message, part, MessageState(receipt.state), receipt.code, at=receipt.at)


def _receipt(provider: str, news: ReceiptNews, now: datetime) -> Receipt:
    return Receipt(
        provider=provider,
        provider_id=news.provider_id[:100],
        state=news.state,
        code=news.code[:40],
        at=news.at or now,
        received_at=now,
    )


def _apply(message: Message, part: Part, state: MessageState, code: str, *, at: datetime) -> None:
    """Bring a part and its message to a state: arrived when all parts are, returned when one is."""
    if _RANK.get(state, 0) <= _RANK.get(MessageState(part.state), 0):
        return
    Part.objects.filter(pk=part.pk).update(state=state)
    states = {MessageState(each) for each in message.pieces.values_list("state", flat=True)}
    whole = MessageState.RETURNED if MessageState.RETURNED in states else min(states, key=lambda each: _RANK[each])
    if _RANK.get(whole, 0) <= _RANK.get(MessageState(message.state), 0) and message.state in _RANK:
        return
    message.state = whole
    if whole is MessageState.RETURNED:
        message.last_error = code[:200]
        fall_back(message, now=at)
    else:
        message.last_error = ""
        message.arrived_at = message.arrived_at or at
        message.read_at = at if whole is MessageState.READ else message.read_at
    message.save(update_fields=["state", "last_error", "arrived_at", "read_at"])
