"""A content of S3 as a file one can read and seek in."""

import io
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError


class RangeReader(io.RawIOBase):
    """Reads from one answer as long as it is read on; a jump asks anew from there."""

    def __init__(self, *, ask: Callable[[int], Any], size: int) -> None:
        """Ask for nothing yet.

        :param ask: gives the body of the object from a position (bytes) to its end
        :param size: of the object, in bytes
        """
        self._ask, self._size = ask, size
        self._at = 0
        self._body: Any = None

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be sought in."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position; the answer being read is given up when it is another one."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        goal = max(base + offset, 0)
        if goal != self._at:
            self._drop()
            self._at = goal
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next."""
        if self._at >= self._size:
            return 0
        try:
            chunk = self._next(len(buffer))
        except BotoCoreError:  # the connection broke on the way: once more from here
            self._drop()
            chunk = self._next(len(buffer))
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def _next(self, size: int) -> bytes:
        if self._body is None:
            self._body = self._ask(self._at)
        chunk: bytes = self._body.read(size)
        return chunk

    def close(self) -> None:
        """Give the connection back."""
        self._drop()
        super().close()

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
