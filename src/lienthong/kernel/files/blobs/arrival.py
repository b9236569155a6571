"""A content on its way in: written to a temporary file and hashed at once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from .digest import Digest
from .store import current_store, local_folder

# Of 256 kB, 512 kB, 1 MB and 2 MB this is where hashing and writing hinder each other least (docs/performance.md).
CHUNK_BYTES = 512 * 1024


class LimitPassed(Exception):
    """More bytes came than allowed."""


class Arrival:
    """A content being written to a temporary file, hashed on the way, at most two chunks in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        """Start with an empty file."""
        self.file = file
        self.size = 0
        self._digest = Digest()

    @property
    def sha256(self) -> str:
        """The digest of what has been written so far, in hexadecimal."""
        return self._digest.hexdigest()

    @property
    def path(self) -> Path:
        """Where the content lies while it is looked at; everything written is there."""
        self.file.flush()
        return Path(self.file.name)

    def take(self, stream: BinaryIO, *, max_bytes: int) -> None:
        """Write the stream to its end.

        :raises LimitPassed: as soon as more than `max_bytes` have come; the rest is not read
        """
        while chunk := stream.read(CHUNK_BYTES):
            self.size += len(chunk)
            if self.size > max_bytes:
                raise LimitPassed
            self._digest.update(chunk)
            left = memoryview(chunk)
            while left:
                left = left[self.file.write(left) :]

    def keep(self) -> None:
        """Move the content to its place, durably; a content that is there already is not written again."""
        current_store().keep(source=self.path, sha256=self.sha256, size=self.size)


@contextmanager
def arriving() -> Iterator[Arrival]:
    """Open a place for a content to arrive; it disappears afterwards unless `keep` was called.

    Its file has no buffer of Python: chunks are large, and one copy less is a third of the time.
    """
    with tempfile.NamedTemporaryFile(dir=local_folder(), prefix="up-", buffering=0) as file:
        yield Arrival(file)
