"""Templates that people edited are typeset by a process of their own, with bounds of time, memory and size.

The process reads no file but the shared library and the fonts, knows no environment, and reaches no network: the only
way out typst has, fetching packages, is led to a closed port. It stays, so that the next paper takes milliseconds; when
a template oversteps a bound the process is ended and the next paper starts another one.
"""

import atexit
import contextlib
import os
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import IO, Any, cast

from . import press

SECONDS, MEMORY_BYTES = 5, 1024 * 1024 * 1024
LARGEST_PDF, MOST_PAGES = 20 * 1024 * 1024, 300
# What typst remembers of earlier papers is given back with the process.
_JOBS_OF_A_PROCESS = 300
_CLOSED_PORT = "http://127.0.0.1:9"
_PROXIES = ("ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
_NOWHERE = dict.fromkeys(_PROXIES, _CLOSED_PORT)
_PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True)
class Bounded:
    """A PDF with its number of pages, and pictures of the first of them."""

    pdf: bytes
    pages: int
    pictures: list[bytes]


class TooHeavy(Exception):
    """The template took longer, more memory or more pages than any paper may; `bound` names which."""

    def __init__(self, bound: str) -> None:
        """Keep what was overstepped."""
        super().__init__(bound)
        self.bound = bound


class Wrong(Exception):
    """typst refused the template; message, diagnostic and hints are its own."""

    def __init__(self, message: str, diagnostic: str, hints: list[str]) -> None:
        """Keep what typst says."""
        super().__init__(message)
        self.message, self.diagnostic, self.hints = message, diagnostic, hints


class _Process:
    """One child, asked by one thread at a time."""

    def __init__(self, fonts: Path, library: Path) -> None:
        self.fonts, self.owner, self.jobs = fonts, os.getpid(), 0
        bounds = (str(2 * SECONDS), str(MEMORY_BYTES))
        command = [sys.executable, "-I", press.__file__, str(fonts), str(library), *bounds]
        self._child = subprocess.Popen(  # noqa: S603  our own words
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_NOWHERE, cwd="/"
        )

    @property
    def is_usable(self) -> bool:
        return self.owner == os.getpid() and self._child.poll() is None and self.jobs < _JOBS_OF_A_PROCESS

    def ask(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Hand one job in and wait for the answer.

        :raises TooHeavy: it did not come in time, or the process broke down
        """
        self.jobs += 1
        end = time.monotonic() + SECONDS
        try:
            press.send(cast("IO[bytes]", self._child.stdin), head, body)
            answer = press.receive(cast("IO[bytes]", _InTime(self._child.stdout, end)))
        except TimeoutError:
            raise TooHeavy("time") from None
        except (BrokenPipeError, ConnectionError):
            answer = None
        if answer is None:
            raise TooHeavy("memory")
        return answer

    def end(self) -> None:
        """End the child at once."""
        with contextlib.suppress(ProcessLookupError):
            self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _InTime:
    """Reads a pipe to the byte, up to a moment."""

    def __init__(self, pipe: Any, end: float) -> None:
        self._number, self._end = pipe.fileno(), end

    def read(self, wanted: int) -> bytes:
        parts, missing = [], wanted
        while missing:
            left = self._end - time.monotonic()
            if left <= 0 or not select.select([self._number], [], [], left)[0]:
                raise TimeoutError
            part = os.read(self._number, min(missing, 1 << 20))
            if not part:
                return b""
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


_turn = threading.Lock()
_running: list[_Process] = []


@contextlib.contextmanager
def _process(fonts: Path, library: Path) -> Iterator[_Process]:
    with _turn:
        if _running and not (_running[0].is_usable and _running[0].fonts == fonts):
            old = _running.pop()
            if old.owner == os.getpid():
                old.end()
        if not _running:
            _running.append(_Process(fonts, library))
        try:
            yield _running[0]
        except TooHeavy:
            _running.pop().end()
            raise


def print_bounded(
    *, source: str, fonts: Path, library: Path, data: str, standards: list[Any], timestamp: int, pictures: int = 0
) -> Bounded:
    """Typeset the text of a template within the bounds.

    :param pictures: of how many pages, from the first, pictures are made (PNG)
    :raises Wrong: typst refused it
    :raises TooHeavy: it overstepped a bound
    """
    job = {"wish": "pdf", "data": data, "standards": standards, "timestamp": timestamp, "pictures": pictures}
    head, body = _ask(job, source, fonts, library)
    ends = list(accumulate(head["sizes"], initial=len(body) - sum(head["sizes"])))
    pdf = body[: ends[0]]
    pages = len(_PAGE.findall(pdf))
    if len(pdf) > LARGEST_PDF or pages > MOST_PAGES:
        raise TooHeavy("size")
    return Bounded(pdf, pages, [body[begin:end] for begin, end in pairwise(ends)])


def find_places_bounded(*, source: str, fonts: Path, library: Path, data: str) -> list[dict[str, float]]:
    """Return what a template says of its places to sign, within the bounds; see `print_bounded`."""
    found: list[dict[str, float]] = _ask({"wish": "places", "data": data}, source, fonts, library)[0]["places"]
    return found


def _ask(job: dict[str, Any], source: str, fonts: Path, library: Path) -> tuple[dict[str, Any], bytes]:
    with _process(fonts, library) as process:
        head, body = process.ask(job, source.encode())
    if "message" in head:
        raise Wrong(head["message"], head["diagnostic"], head["hints"])
    return head, body


@atexit.register
def end_process() -> None:
    """End the process, so that nothing is left running; the next paper starts another."""
    with _turn:
        while _running:
            _running.pop().end()
