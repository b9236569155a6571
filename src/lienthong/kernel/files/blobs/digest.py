"""SHA-256 beside the writing: both leave the lock of the interpreter, so that two cores share the work."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

# Less than this is hashed sooner than it is handed over.
_LEAST = 64 * 1024


class Digest:
    """A digest that grows; the bytes given last may still be being read until `settle` or the next call."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._hash = hashlib.sha256()
        self._turn: Future[None] | None = None

    def update(self, data: bytes | bytearray) -> None:
        """Take more bytes; they must not change before `settle`."""
        self.settle()
        if len(data) < _LEAST:
            self._hash.update(data)
        else:
            self._turn = _pool().submit(self._hash.update, data)

    def settle(self) -> None:
        """Wait until all bytes are read."""
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.result()

    def hexdigest(self) -> str:
        """Return the digest of all bytes so far, in hexadecimal."""
        self.settle()
        return self._hash.hexdigest()


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the threads of this process; made at the first use, so that a server that forks has its own."""
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="sha256")
