"""Carrying messages: taken in hand, sent with no transaction open, and recorded.

A worker takes a message in hand by a lease, in one short transaction; it talks to the provider outside of any; it
writes down what came of it in another. When it is killed in between, the message is taken in hand again when the lease
has ended, and sent again with the same key: at least once, and once where the provider tells a repetition by its key.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ...models import Message
from .carry import carry
from .claim import claim, ends_of_leases
from .record import record

__all__ = ["deliver", "deliver_batch"]

Clock = Callable[[], datetime]
_IN_HAND = 10
_MAKES_ROOM_AFTER = timedelta(seconds=10)


def deliver(*, message_id: int, clock: Clock) -> bool:
    """Carry one message that is due, and say whether it is out of the way: sent, or given up.

    A message that is not is due again later, and a worker has been asked for then.
    """
    deliver_batch(message_ids=[message_id], clock=clock)
    return not Message.objects.filter(pk=message_id, state__in=["queued", "sending"]).exists()


def deliver_batch(*, message_ids: Sequence[int], clock: Clock) -> None:
    """Carry messages that are due, some at a time; after ten seconds the rest goes behind the others that wait."""
    from ..scheduling import ask_for_batch, ask_worker

    begun, left = clock(), list(message_ids)
    while left:
        now = clock()
        if now - begun > _MAKES_ROOM_AFTER:
            ask_for_batch(message_ids=left)
            return
        batch, left = left[:_IN_HAND], left[_IN_HAND:]
        in_hand = claim(batch, now=now)
        for message in in_hand:
            record(message, carry(message, clock=clock), now=clock())
        if len(in_hand) < len(batch):
            # What another worker had in hand when it died comes back when its lease has ended.
            for pk, until in ends_of_leases(batch, now=now):
                ask_worker(message_id=pk, at=until)
