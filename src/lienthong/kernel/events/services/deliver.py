"""What a worker does when it is asked to deliver: everything that waits, for a few seconds at a time."""

import time
from collections.abc import Callable
from datetime import datetime

from .ask_worker import ask_worker, take_over
from .batch import TOGETHER, DeliveryFailed, deliver_batch
from .try_again import try_again

# After a failure so many batches are told one by one before many are told together again.
CAREFUL_BATCHES = 8


def deliver(*, clock: Callable[[], datetime], seconds: float) -> int:
    """Hand over what is pending and try again what is due, until nothing is left or the time is over.

    Jobs that ask for the same are taken over; where more is left than fits, another worker is asked as well.

    :param clock: gives the present moment
    :param seconds: after which other work has its turn
    :returns: how many events were handed over or taken at a further try
    """
    deadline, total, careful, asked = time.monotonic() + seconds, 0, 0, False
    take_over()
    while time.monotonic() < deadline:
        done, careful = _step(clock(), careful)
        total += done
        if not done:
            return total
        if done >= TOGETHER and not asked:
            ask_worker()
            asked = True
    ask_worker()
    return total


def _step(now: datetime, careful: int) -> tuple[int, int]:
    """Do one batch; return how much was done and for how many batches more to be careful."""
    again = try_again(now=now)
    try:
        return again + deliver_batch(now=now, carefully=careful > 0), max(careful - 1, 0)
    except DeliveryFailed:
        return again + deliver_batch(now=now, carefully=True), CAREFUL_BATCHES
