"""Working time counted minute by minute: slow and obvious, to hold the quick rules against."""

from datetime import UTC, datetime

from ..contracts import LOCAL_ZONE
from ..rules import WorkingTime


def works_at(work: WorkingTime, minute: int) -> bool:
    """Say whether the minute that begins here is worked."""
    local = datetime.fromtimestamp(minute * 60, UTC).astimezone(LOCAL_ZONE)
    of_day = local.hour * 60 + local.minute
    return any(start <= of_day < end for start, end in work.sessions(local.date()))


def add(work: WorkingTime, minute: int, amount: int) -> int:
    """Walk until so many worked minutes have passed."""
    while amount:
        amount -= works_at(work, minute)
        minute += 1
    return minute


def back(work: WorkingTime, minute: int, amount: int) -> int:
    """Walk back until so many worked minutes have passed."""
    while amount:
        minute -= 1
        amount -= works_at(work, minute)
    return minute


def between(work: WorkingTime, start: int, end: int) -> int:
    """Count the worked minutes."""
    return sum(works_at(work, minute) for minute in range(start, end))


def next_moment(work: WorkingTime, minute: int) -> int:
    """Walk to the next worked minute."""
    while not works_at(work, minute):
        minute += 1
    return minute
