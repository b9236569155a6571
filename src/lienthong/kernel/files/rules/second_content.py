"""Polyglots: a file that is of one kind for us and of another for somebody else's program."""

import re
from typing import BinaryIO

_TAIL_BYTES = 66 * 1024  # an archive ends with at most 64 kB of comment
_HEAD_BYTES = 4096
_END_OF_ARCHIVE, _START_OF_ARCHIVE = b"PK\x05\x06", b"PK\x03\x04"
_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|body|iframe|object|embed|\?php)\b|<\?php\b", re.IGNORECASE)
_PROGRAM_AT_END = re.compile(rb"^\s*(?:MZ|\x7fELF|#!)")


def holds_second_content(*, kind: str, content: BinaryIO) -> bool:
    """Tell whether a file of a kind begins or ends as something else too: a page, an archive, a PDF, a program.

    :param kind: what it was told to be by its first bytes
    :param content: the whole file, seekable; only its two ends are read
    """
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    size = content.seek(0, 2)
    content.seek(max(size - _TAIL_BYTES, 0))
    tail = content.read()
    if kind in {"docx", "xlsx", "odt"}:
        # Readers of PDF accept a beginning anywhere in the first kilobyte.
        return b"%PDF-" in head[:1024] or _follows(tail[_end_of_archive(tail) :])
    if (_END_OF_ARCHIVE in tail and _START_OF_ARCHIVE in tail + head) or _PAGE.search(head):
        return True
    if kind == "pdf":
        _body, _mark, rest = tail.rpartition(b"%%EOF")
        return _follows(rest if _mark else b"")
    return b"%PDF-" in head[:1024] or _follows(_behind_picture(kind, tail))


def _end_of_archive(tail: bytes) -> int:
    at = tail.rfind(_END_OF_ARCHIVE)
    if at < 0:
        return len(tail)
    return at + 22


def _behind_picture(kind: str, tail: bytes) -> bytes:
    mark = b"IEND\xaeB`\x82" if kind == "png" else b"\xff\xd9"
    return tail.rpartition(mark)[2] if mark in tail else b""


def _follows(rest: bytes) -> bool:
    """Tell whether what stands behind the end is content; cameras and scanners leave harmless bytes there."""
    return bool(_PAGE.search(rest) or _PROGRAM_AT_END.match(rest) or b"%PDF-" in rest or _START_OF_ARCHIVE in rest)
