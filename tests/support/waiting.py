"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable

LONGEST_SECONDS = 30


def wait_for(condition: Callable[[], bool]) -> None:
    """Look again and again until something is so.

    :raises AssertionError: it did not come to be in half a minute
    """
    deadline = time.monotonic() + LONGEST_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        # Waits for a moment between two looks, not for work to be done.
        time.sleep(0.02)
