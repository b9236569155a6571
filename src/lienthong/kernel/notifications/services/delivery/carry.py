"""Handing one message to a provider, the next when it fails. No transaction is open here."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.urls import reverse

from lienthong.kernel.acts.contracts import DomainError

from ... import rules
from ...contracts import Choices, NotSent, Outcome, OutgoingMessage, Refused, Taken, Way
from ...extensions import Carrier, Channel, find_channel, find_kind
from ...models import Attempt, Message
from ..blocking import leave_token
from ..routing import choices_of, moment_to_send
from ..spending import is_spent
from .providers import free_at, heard_of, slow_down, take_slot

log = structlog.get_logger("lienthong.notifications")

# Waiting for a slot holds up the worker: only what is shorter than starting another job.
_SHORT_WAIT = timedelta(milliseconds=250)
# After so many attempts of which nobody knows what came, another provider is asked: better twice than never.
_DOUBTS = 3


@dataclass
class Result:
    """What came of carrying a message: whoever took it, or when to try again, or what follows from refusals."""

    attempts: list[Attempt] = field(default_factory=list)
    taken: Taken | None = None
    carrier: Carrier | None = None
    again_at: datetime | None = None
    not_tried: bool = False
    is_resting: bool = False
    way: Way | None = None
    reason: str = ""
    doubtful: str = ""


def carry(message: Message, *, clock: Callable[[], datetime]) -> Result:
    """Try the providers of the message's channel in their order, and return what came of it."""
    channel = find_channel(message.channel)
    result = Result()
    if (later := _held(message, channel, clock())) is not None:
        result.again_at, result.not_tried = later, True
        return result
    outgoing, pauses = _outgoing(message), list[datetime]()
    for carrier in _in_order(channel, message):
        if not carrier.carries(template=message.template.key, language=message.language):
            continue
        now = clock()
        if carrier.price and is_spent(agency_id=message.agency_id, urgent=message.urgent, now=now):
            result.way, result.reason = Way.CHANNEL, "budget_spent"
            continue
        if (rest := free_at(carrier.name, now=now)) is not None:
            pauses.append(rest)
            result.is_resting = True
            continue
        if (slot := _slot(carrier, now)) is not None:
            pauses.append(slot)
            continue
        if _try(carrier, message, outgoing, result, clock):
            return result
    if result.again_at is None and pauses and result.way is not Way.PERSON:
        result.again_at, result.not_tried = min(pauses), not result.attempts
    return result


def _try(
    carrier: Carrier, message: Message, outgoing: OutgoingMessage, result: Result, clock: Callable[[], datetime]
) -> bool:
    """Hand the message to one carrier; tell whether no other is to be asked."""
    attempt = Attempt(message=message, provider=carrier.name, began_at=clock(), outcome=Outcome.FAILED)
    result.attempts.append(attempt)
    try:
        result.taken = carrier.send(outgoing) or Taken()
    except Refused as refused:
        return _refused(carrier, attempt, refused, result, clock())
    except Exception as failure:  # noqa: BLE001  whatever a channel raises is a failed attempt
        return _failed(carrier, attempt, failure, result, clock())
    attempt.ended_at, attempt.outcome, attempt.parts = clock(), Outcome.SENT, result.taken.parts
    cost = result.taken.cost
    attempt.cost = carrier.price * result.taken.parts if cost is None else cost
    result.carrier, result.again_at, result.way = carrier, None, None
    heard_of(carrier.name, now=attempt.ended_at)
    return True


def _refused(carrier: Carrier, attempt: Attempt, refused: Refused, result: Result, now: datetime) -> bool:
    """Write a refusal down; tell whether no other provider is to be asked."""
    attempt.ended_at, attempt.outcome = now, Outcome.REFUSED
    attempt.code, attempt.error = refused.code[:40], _said(refused, attempt.message)
    result.reason = attempt.error or attempt.code
    heard_of(carrier.name, now=now)
    if refused.way is Way.LATER:
        result.again_at = now + timedelta(seconds=max(refused.seconds, 1))
        slow_down(carrier.name, until=result.again_at)
        return True
    result.way = refused.way
    if refused.way is Way.DEVELOPER:
        log.error("message_provider_set_up_wrong", provider=carrier.name, code=refused.code, error=attempt.error)
    return refused.way in {Way.CHANNEL, Way.PERSON}


def _failed(carrier: Carrier, attempt: Attempt, failure: Exception, result: Result, now: datetime) -> bool:
    """Write a failure down; tell whether no other provider is to be asked."""
    perhaps = isinstance(failure, NotSent) and failure.perhaps
    attempt.ended_at, attempt.outcome = now, Outcome.UNKNOWN if perhaps else Outcome.FAILED
    attempt.code = failure.code[:40] if isinstance(failure, NotSent) else ""
    attempt.error = _said(failure, attempt.message)
    result.reason = attempt.error
    heard_of(carrier.name, now=now, error=attempt.error)
    pause = rules.next_try(attempts=attempt.message.attempts, chance=_chance(attempt.message), now=now)
    result.again_at = pause if result.again_at is None else min(result.again_at, pause)
    if perhaps and attempt.message.attempts < _DOUBTS:
        result.doubtful = carrier.name
        return True
    return False


def _chance(message: Message) -> float:
    """Return a number from 0 to 1 that differs between messages and attempts."""
    return (message.pk * 2_654_435_761 + message.attempts * 40_503) % 1000 / 1000


def _said(failure: Exception, message: Message) -> str:
    words = str(failure) if isinstance(failure, NotSent | DomainError) else f"{type(failure).__name__}: {failure}"
    return rules.masked_in(words.replace("\0", ""), message.to_address)[:500]


def _slot(carrier: Carrier, now: datetime) -> datetime | None:
    """Return when the carrier takes the message by its rate; None for now, or after a moment that was waited here."""
    if not carrier.rate:
        return None
    slot = take_slot(carrier.name, rate=carrier.rate, now=now, longest=_SHORT_WAIT)
    if slot - now > _SHORT_WAIT:
        return slot
    time.sleep(max((slot - now).total_seconds(), 0))  # the slot is taken; it comes in a moment
    return None


def _in_order(channel: Channel, message: Message) -> Sequence[Carrier]:
    """Return the carriers, the one first that perhaps has the message already: it tells a repetition by the key."""
    carriers = list(channel.carriers())
    return sorted(carriers, key=lambda each: each.name != message.provider) if message.provider else carriers


def _held(message: Message, channel: Channel, now: datetime) -> datetime | None:
    """Return the end of quiet hours when the message would ring in them: it waited longer than its own moment."""
    if not channel.disturbs or message.urgent:
        return None
    chosen = choices_of([message.to_user_id], kind="") if message.to_user_id is not None else {}
    return moment_to_send(
        channel=channel, urgent=False, choices=chosen.get(message.to_user_id or 0, Choices()), now=now
    )


def _outgoing(message: Message) -> OutgoingMessage:
    leave = ""
    if message.channel == "email" and not find_kind(message.template.key).mandatory:
        leave = urljoin(
            settings.PUBLIC_BASE_URL, reverse("notifications:leave", args=[leave_token(message.to_address)])
        )
    return OutgoingMessage(
        id=message.pk,
        name=message.to_name,
        address=message.to_address,
        subject=message.subject,
        body=message.body,
        subject_key=message.subject_key,
        created_at=message.created_at,
        key=message.key,
        template=message.template.key,
        language=message.language,
        words=message.words,
        url=message.url,
        unsubscribe=leave,
    )
