"""Writing down what came of carrying a message."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from ...contracts import MessageState, Taken, Way
from ...extensions import Carrier
from ...models import Attempt, Message, Part
from ..blocking import block_address
from ..falling_back import fall_back
from ..receipts import apply_early_receipts, lock_parts
from ..scheduling import ask_worker
from ..spending import spend
from .carry import Result

log = structlog.get_logger("lienthong.notifications")

# For how long a channel is tried when there is another way to the same device.
_PATIENCE = timedelta(minutes=15)
_FIELDS = ("state", "last_error", "lease_until", "due_at", "sent_at", "provider", "parts", "cost", "attempts",
           "tried_since")  # fmt: skip


def record(message: Message, result: Result, *, now: datetime) -> None:
    """Write down attempts, state, cost and the provider's numbers, and ask for the next try: together or not at all.

    Somebody else may have taken the message in hand because this took longer than the lease: then what was sent counts,
    and a failure does not.
    """
    with transaction.atomic():
        held = Message.objects.select_for_update().filter(pk=message.pk).values_list("state", "lease_until").first()
        if held is None:
            return
        Attempt.objects.bulk_create(result.attempts)
        mine = held == (MessageState.SENDING, message.lease_until)
        if result.taken is not None and result.carrier is not None:
            _sent(message, result.taken, result.carrier, result.attempts[-1], now)
        elif not mine:
            return
        elif result.again_at is not None and not _goes_elsewhere(message, result, result.again_at):
            _wait(message, result)
        else:
            _give_up(message, result, now)
        message.lease_until = None
        message.save(update_fields=_FIELDS)


def _sent(message: Message, taken: Taken, carrier: Carrier, attempt: Attempt, now: datetime) -> None:
    message.state, message.sent_at, message.last_error, message.due_at = MessageState.SENT, now, "", None
    message.provider, message.parts, message.cost = carrier.name, attempt.parts, message.cost + attempt.cost
    numbers = [number[:100] for number in taken.provider_ids if number]
    if numbers and message.channel != "email":
        lock_parts(carrier.name, numbers)
        parts = [Part(message=message, provider=carrier.name, provider_id=number) for number in numbers]
        Part.objects.bulk_create(parts, ignore_conflicts=True)
        apply_early_receipts(message, provider=carrier.name, provider_ids=numbers)
    if attempt.cost or carrier.price:
        spend(agency_id=message.agency_id, channel=message.channel, parts=attempt.parts, amount=attempt.cost, now=now)


def _wait(message: Message, result: Result) -> None:
    message.state, message.due_at = MessageState.QUEUED, result.again_at
    message.last_error = result.reason or message.last_error
    message.provider = result.doubtful
    if result.not_tried:
        # Nobody was asked: it was quiet, or every provider was resting.
        message.attempts -= 1
        message.tried_since = message.tried_since if message.attempts else None
    ask_worker(message_id=message.pk, at=result.again_at)


def _give_up(message: Message, result: Result, now: datetime) -> None:
    message.state, message.due_at = MessageState.FAILED, None
    message.last_error = result.reason or message.last_error or "no_provider"
    if result.way is Way.PERSON:
        block_address(channel=message.channel, address=message.to_address, reason=message.last_error[:200], now=now)
    followed = fall_back(message, now=now)
    log.warning(
        "message_not_sent", message=message.pk, channel=message.channel, error=message.last_error, instead=followed
    )


def _goes_elsewhere(message: Message, result: Result, again_at: datetime) -> bool:
    """Tell whether the message was tried long enough; the time it was held on purpose does not count.

    One that has another way goes it as soon as the providers of this one are known to be down.
    """
    if message.route and result.is_resting:
        return True
    longest = _PATIENCE if message.route else timedelta(hours=settings.NOTIFICATIONS_GIVE_UP_HOURS)
    return message.tried_since is not None and again_at - message.tried_since > longest
