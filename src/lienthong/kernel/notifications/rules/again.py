"""When a message that failed is tried again."""

from datetime import datetime, timedelta

FIRST_SECONDS, LONGEST_SECONDS = 4, 3600


def next_try(*, attempts: int, chance: float, now: datetime) -> datetime:
    """Return when to try again: the pause doubles from four seconds to an hour, each drawn from its upper half.

    :param attempts: how many there were, at least one
    :param chance: a number drawn from 0 to 1, so that messages that failed together do not come back together
    """
    pause = min(FIRST_SECONDS * 2 ** min(attempts - 1, 20), LONGEST_SECONDS)
    return now + timedelta(seconds=pause * (0.5 + chance / 2))
