"""Where contents lie on the disk: MEDIA_ROOT/ab/cd/<sha256>, each once, appearing whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

CHUNK_BYTES = 256 * 1024


class LimitPassed(Exception):
    """More bytes came than allowed."""


class Arrival:
    """A content being written to a temporary file, hashed on the way, at most a chunk in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        """Start with an empty file."""
        self.file = file
        self.size = 0
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The digest of what has been written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def take(self, stream: BinaryIO, *, max_bytes: int) -> None:
        """Write the stream to its end.

        :raises LimitPassed: as soon as more than `max_bytes` have come; the rest is not read
        """
        while chunk := stream.read(CHUNK_BYTES):
            self.size += len(chunk)
            if self.size > max_bytes:
                raise LimitPassed
            self._hash.update(chunk)
            self.file.write(chunk)

    def keep(self) -> None:
        """Move the content to its place, durably; a content that is there already is not written again."""
        target = blob_path(self.sha256)
        self.file.flush()
        if target.exists() and target.stat().st_size == self.size:
            return
        os.fsync(self.file.fileno())
        target.parent.mkdir(parents=True, exist_ok=True)
        # Linking and renaming keeps the temporary name for the context manager, which always removes it.
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        part.hardlink_to(self.file.name)
        part.replace(target)
        _sync_folder(target.parent)


@contextmanager
def arriving() -> Iterator[Arrival]:
    """Open a place for a content to arrive; it disappears afterwards unless `keep` was called."""
    incoming = Path(settings.MEDIA_ROOT) / ".incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=incoming, prefix="up-") as file:
        yield Arrival(file)


def blob_path(sha256: str) -> Path:
    """Return where a content lies, whether it is there or not."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
