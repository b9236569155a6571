"""Scans sent in parts: whatever dies, the sender asks how far it came and goes on from there."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import httpx

from tests.load.people import Person
from tests.support.program import RunningProgram
from tests.support.uploads import attach, begin, check, patch, scan, told

from .trial import Database, Trial

SIZE, PIECE = 6 * 1024 * 1024, 128 * 1024
# So slow that the kill falls into the middle of it.
SECONDS_A_PIECE = 0.004
# Named in the dossier twice, a scan is two lines of it and one file.
STORED = """
SELECT array_agg(size ORDER BY size) FROM (
  SELECT DISTINCT f.id, f.size FROM files_storedfile f JOIN onestop_dossierpaper p ON p.file_id = f.id
  JOIN onestop_dossier d ON d.id = p.dossier_id WHERE d.number = %s) AS stored
"""


class Uploading(Trial):
    """Somebody with a scanner and a bad line."""

    def __init__(self, program: RunningProgram, sender: Person, number: str) -> None:
        """Name who sends, and the dossier to which each scan goes."""
        self.program = program
        self.sender = sender
        self.number = number
        self.sent: list[bytes] = []
        self._address = ""
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Begin to send another scan."""
        content, self._address = scan(SIZE), ""
        self.sent.append(content)
        self._thread = threading.Thread(target=self._send, args=(content,))
        self._thread.start()

    def _send(self, content: bytes) -> None:
        with suppress(httpx.HTTPError, AssertionError, KeyError):
            self._address = begin(self.sender, len(content))
            patch(self.sender, self._address, 0, _slowly(content), length=len(content))

    def resume(self) -> None:
        """Go on where the server says it stands, and name the scan in the dossier twice."""
        if self._thread is not None:
            self._thread.join()
        content = self.sent[-1]
        address = self._address or begin(self.sender, len(content))
        offset = told(self.sender, address)
        if offset < len(content):
            patch(self.sender, address, offset, iter([content[offset:]]), length=len(content) - offset)
        assert told(self.sender, address) == len(content)
        for _twice in range(2):
            attach(self.sender, self.number, address)

    def check(self, database: Database) -> None:
        """Each scan is stored once."""
        sizes = sorted(len(content) for content in self.sent)
        row = database.execute(STORED, [self.number]).fetchone()
        assert row == (sizes,), row

    def finish(self) -> dict[str, int]:
        """Compare what is kept with what was sent, byte by byte."""
        for content in self.sent[-3:]:
            check(self.program, content)
        return {"scans sent": len(self.sent)}


def _slowly(content: bytes) -> Iterator[bytes]:
    pause = threading.Event()
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
        pause.wait(SECONDS_A_PIECE)
