"""Waiting for what another thread or process does."""

import subprocess
import time
from collections.abc import Callable
from typing import Any

LONGEST_SECONDS = 60


def wait_for(
    condition: Callable[[], bool], *, alive: subprocess.Popen[Any] | None = None, seconds: float = LONGEST_SECONDS
) -> None:
    """Look again and again until something is so.

    :param alive: the process that is to bring it about
    :raises AssertionError: it did not come to be in so many seconds, or the process ended by itself before
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert alive is None or alive.poll() is None, f"the process ended by itself: {alive.returncode}"
        assert time.monotonic() < deadline, "it did not come to be"
        # Waits for a moment between two looks, not for work to be done.
        time.sleep(0.02)
