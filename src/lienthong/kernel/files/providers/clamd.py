"""Asks ClamAV's daemon whether a content holds a virus: its command INSTREAM, as clamd's manual page describes it.

The content goes in chunks, each after its length in four bytes, ended by a length of zero; the answer is one sentence:
`stream: OK`, `stream: <name> FOUND`, or an error.
"""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

CHUNK_BYTES = 128 * 1024
_LONGEST_ANSWER = 4096


class NoAnswer(Exception):
    """The daemon cannot be reached, broke off, or could not look; the words are for the log."""


class Scanner:
    """The daemon at an address: `tcp://host:port` or `unix:///path`."""

    def __init__(self, address: str, *, seconds: int) -> None:
        """Remember where it is; nothing is asked yet.

        :param seconds: how long one step of the talk may take
        :raises ValueError: the address names neither kind
        """
        parts = urlsplit(address)
        if parts.scheme not in {"tcp", "unix"} or not ((parts.hostname and parts.port) or parts.path):
            raise ValueError(f"FILES_CLAMAV must be tcp://host:port or unix:///path, not {address}")
        self._parts, self._seconds = parts, seconds

    def virus_in(self, content: BinaryIO) -> str:
        """Return the name of the virus found, empty when none is.

        :raises NoAnswer: nobody looked at the content
        """
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                try:
                    while chunk := content.read(CHUNK_BYTES):
                        line.sendall(struct.pack(">I", len(chunk)) + chunk)
                    line.sendall(struct.pack(">I", 0))
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it has said why before it hung up
                answer = _answer(line)
        except OSError as failure:
            raise NoAnswer(str(failure)) from failure
        return _virus(answer)

    def _connected(self) -> socket.socket:
        if self._parts.scheme == "tcp":
            place = (self._parts.hostname or "", self._parts.port or 3310)
            return socket.create_connection(place, timeout=self._seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._seconds)
        try:
            line.connect(self._parts.path)
        except OSError:
            line.close()
            raise
        return line


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := line.recv(1024)):
        answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _virus(answer: str) -> str:
    """Read the sentence.

    :raises NoAnswer: it says neither that a virus was found nor that none was
    """
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")[:200]
    raise NoAnswer(answer or "it hung up without an answer")
