"""What a place for contents must be able to do."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


class BlobStore(Protocol):
    """Keeps contents under their SHA-256, and the pieces of uploads that are still coming.

    A content appears whole or not at all, and is durable when the call returns. Every method may raise
    `StoreUnavailable`, after which the same call may be made again.
    """

    def keep(self, *, source: Path, sha256: str, size: int) -> None:
        """Put a content in its place; one that is there already is not written again."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open a content for reading, seekable, at most a few hundred kilobytes in memory.

        :raises FileNotFoundError: it is not there
        """
        ...

    def size_of(self, sha256: str) -> int | None:
        """Return the size of a content in bytes, None when it is not there."""
        ...

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """Give the content as a file of this machine while the block lasts, for programs that read files.

        :raises FileNotFoundError: it is not there
        """
        ...

    def digests(self, *, after: str = "") -> Iterator[str]:
        """List the contents in the order of their digests, those after one."""
        ...

    def add_piece(self, *, upload: str, offset: int, data: bytes | memoryview) -> None:
        """Keep a piece of an upload durably; what an earlier attempt left at this place or behind it is overwritten."""
        ...

    def gathered(self, *, upload: str, size: int) -> AbstractContextManager[Path]:
        """Give all pieces of an upload as one file of this machine while the block lasts.

        :raises FileNotFoundError: pieces are missing
        """
        ...

    def make_ready(self, *, upload: str, source: Path) -> None:
        """Keep the checked content of an upload in place of its pieces, until it is taken or swept."""
        ...

    def open_ready(self, *, upload: str) -> BinaryIO:
        """Open the checked content of an upload.

        :raises FileNotFoundError: it is not there
        """
        ...

    def settle(self, *, upload: str, sha256: str, size: int) -> None:
        """Put the checked content of an upload in its place; done twice it is as done once.

        :raises FileNotFoundError: it is neither here nor there
        """
        ...

    def drop(self, *, upload: str) -> None:
        """Remove everything of an upload."""
        ...

    def incoming(self) -> Iterator[tuple[str, datetime]]:
        """List the uploads of which something lies here, with the time of the last change to each."""
        ...
