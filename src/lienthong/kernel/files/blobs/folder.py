"""Contents in a folder: MEDIA_ROOT/ab/cd/<sha256>; what is still coming lies in `.incoming`, on the same disk."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECES, _READY = ".pieces", ".ready"


def blob_path(sha256: str) -> Path:
    """Return where a content lies in the folder, whether it is there or not."""
    return FolderStore(Path(settings.MEDIA_ROOT)).path(sha256)


class FolderStore:
    """A `BlobStore` in a folder of this machine, or of a disk that several machines share."""

    def __init__(self, root: Path) -> None:
        """Name the folder; it is made when something comes."""
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where a content lies, whether it is there or not."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def keep(self, *, source: Path, sha256: str, size: int) -> None:
        """Put a content in its place by a link: the file it came in may be removed afterwards."""
        target = self.path(sha256)
        if self.size_of(sha256) == size:
            return
        _sync(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
        part.hardlink_to(source)
        part.replace(target)
        _sync(target.parent)

    def open(self, sha256: str) -> BinaryIO:
        """Open a content."""
        return self.path(sha256).open("rb")

    def size_of(self, sha256: str) -> int | None:
        """Return the size of a content, None when it is not there."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Give the content where it lies."""
        path = self.path(sha256)
        if not path.exists():
            raise FileNotFoundError(sha256)
        yield path

    def digests(self, *, after: str = "") -> Iterator[str]:
        """List the contents, one folder in memory at a time."""
        for first in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for second in sorted(first.iterdir()) if first.name >= after[:2] else ():
                names = sorted(each.name for each in second.iterdir() if _DIGEST.fullmatch(each.name))
                yield from (name for name in names if name > after)

    def add_piece(self, *, upload: str, offset: int, data: bytes | memoryview) -> None:
        """Write the piece at its place in the one file of the upload."""
        path = self._incoming(upload, _PIECES)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            file.seek(offset)
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
            os.fdatasync(file.fileno())
        if offset == 0:
            _sync(path.parent)

    @contextmanager
    def gathered(self, *, upload: str, size: int) -> Iterator[Path]:
        """Give the file of the upload, cut where a torn attempt wrote too far."""
        path = self._incoming(upload, _PIECES)
        if path.stat().st_size < size:
            raise FileNotFoundError(upload)
        os.truncate(path, size)
        yield path

    def make_ready(self, *, upload: str, source: Path) -> None:
        """Link the checked file; the pieces stay until the upload is dropped, so that this may be done again."""
        goal = self._incoming(upload, _READY)
        _sync(source)
        goal.unlink(missing_ok=True)
        goal.hardlink_to(source)
        _sync(goal.parent)

    def open_ready(self, *, upload: str) -> BinaryIO:
        """Open the checked content."""
        return self._incoming(upload, _READY).open("rb")

    def settle(self, *, upload: str, sha256: str, size: int) -> None:
        """Link the checked content to its place."""
        if self.size_of(sha256) != size:
            self.keep(source=self._incoming(upload, _READY), sha256=sha256, size=size)

    def drop(self, *, upload: str) -> None:
        """Remove pieces and checked content."""
        for ending in (_PIECES, _READY):
            self._incoming(upload, ending).unlink(missing_ok=True)

    def incoming(self) -> Iterator[tuple[str, datetime]]:
        """List what lies in the folder of uploads."""
        for path in (self.root / ".incoming" / "uploads").glob("*.*"):
            try:
                changed = path.stat().st_mtime
            except FileNotFoundError:  # taken meanwhile
                continue
            yield path.stem, datetime.fromtimestamp(changed, tz=UTC)

    def _incoming(self, upload: str, ending: str) -> Path:
        folder = self.root / ".incoming" / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{upload}{ending}"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
