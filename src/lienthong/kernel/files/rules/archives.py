"""What would do harm in an Office file, told without unpacking more of it than heads and lists of relations."""

import re
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, BinaryIO

from ..contracts import Danger

MOST_ENTRIES = 10_000
# Text packs to a hundredth; what packs better than this and is large was made to fill a disk.
MOST_UNPACKED, FREE_UNPACKED, MOST_RATIO = 1024**3, 20 * 1024**2, 120
DEEPEST, LARGEST_INNER = 2, 64 * 1024**2
_MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_FOLDERS = ("activex/", "macrosheets/", "basic/", "scripts/")
_PROGRAMS = (".exe", ".dll", ".scr", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".bat", ".cmd", ".ps1", ".jar")
_MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|ms-excel\.macrosheet", re.IGNORECASE)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ASIDE, _ELEMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL), re.compile(rb"<[A-Za-z_]")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
# Word fetches a template, and Excel and Word an embedded object, as soon as the file is opened.
_FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)[\"']", re.IGNORECASE)
_OUTSIDE = re.compile(rb"Target\s*=\s*[\"']\s*(?!file:///[a-z]:)(?:[a-z][a-z0-9+.-]+:|\\\\|//)", re.IGNORECASE)
_STARTS = re.compile(rb"Target\s*=\s*[\"']\s*(?:mhtml|ms-[a-z]+|javascript|vbscript|data|search-ms):", re.IGNORECASE)
_HEAD, _LIST_BYTES = 4096, 2 * 1024**2
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, KeyError)


@dataclass
class _Inner:
    """How deep in archives of archives one is, and how many bytes of them may still be unpacked."""

    left: int = LARGEST_INNER
    depth: int = 1


def danger_in_archive(content: "BinaryIO | IO[bytes]") -> Danger | None:
    """Return what is dangerous in an archive, None when nothing is.

    Sizes are taken from the list at its end; a reader never unpacks more of a part than is said there, and parts may
    not lie over each other, so what is said bounds what can come out.

    :param content: the whole archive, seekable
    """
    return _danger_in(content, _Inner())


def _danger_in(content: "BinaryIO | IO[bytes]", inner: _Inner) -> Danger | None:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            return (
                _danger_of_size(entries)
                or _danger_of_names(entries)
                or next((found for entry in entries if (found := _danger_in_part(archive, entry, inner))), None)
            )
    except _BROKEN:
        return Danger.DAMAGED


def _danger_of_size(entries: list[zipfile.ZipInfo]) -> Danger | None:
    if len(entries) > MOST_ENTRIES:
        return Danger.UNPACKS_TOO_MUCH
    packed, unpacked = sum(each.compress_size for each in entries), sum(each.file_size for each in entries)
    if unpacked > MOST_UNPACKED or (unpacked > FREE_UNPACKED and unpacked > MOST_RATIO * max(packed, 1)):
        return Danger.UNPACKS_TOO_MUCH
    places = sorted((each.header_offset, each.compress_size) for each in entries)
    if any(at + size > after for (at, size), (after, _next) in pairwise(places)):
        return Danger.UNPACKS_TOO_MUCH
    if len({each.filename for each in entries}) != len(entries):
        return Danger.DAMAGED
    return Danger.LOCKED if any(each.flag_bits & 1 for each in entries) else None


def _danger_of_names(entries: list[zipfile.ZipInfo]) -> Danger | None:
    for entry in entries:
        name = entry.filename.lower().replace("\\", "/")
        if name.startswith("/") or "../" in name or ":" in name.partition("/")[0]:
            return Danger.DAMAGED
        if name.endswith((*_MACROS, *_PROGRAMS)) or any(f"/{folder}" in f"/{name}" for folder in _MACRO_FOLDERS):
            return Danger.PROGRAM_INSIDE
    return None


def _danger_in_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: _Inner) -> Danger | None:
    name = entry.filename.lower()
    if name == "[content_types].xml" and _MACRO_TYPES.search(_read(archive, entry, _LIST_BYTES)):
        return Danger.PROGRAM_INSIDE
    if name.endswith(".rels"):
        text = _plain(_read(archive, entry, _LIST_BYTES))
        return Danger.ENTITIES if _DTD.search(text) else _danger_in_relations(text)
    head = _read(archive, entry, _HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _danger_in_inner(archive, entry, inner)
    if head.startswith((b"MZ", b"\x7fELF")):
        return Danger.PROGRAM_INSIDE
    return _danger_in_xml(_plain(head), entry) if name.endswith((".xml", ".vml", ".xhtml", ".rdf")) else None


def _danger_in_xml(head: bytes, entry: zipfile.ZipInfo) -> Danger | None:
    """Judge what stands before the first element, where alone a DTD may be; nothing may push it out of sight."""
    bare = _ASIDE.sub(b"", head)
    if _DTD.search(bare) or (entry.file_size > len(head) and not _ELEMENT.search(bare)):
        return Danger.ENTITIES
    return None


def _danger_in_relations(text: bytes) -> Danger | None:
    for relation in _RELATION.findall(text):
        if _STARTS.search(relation) or (_FETCHED.search(relation) and _OUTSIDE.search(relation)):
            return Danger.OUTER_LINKS
    return None


def _danger_in_inner(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: _Inner) -> Danger | None:
    """Judge an archive in the archive as the outer one: a table behind a chart is one, and so is a bomb."""
    if inner.depth >= DEEPEST or entry.file_size > inner.left:
        return Danger.TOO_DEEP
    inner.left -= entry.file_size
    inner.depth += 1
    with archive.open(entry) as part, tempfile.SpooledTemporaryFile(max_size=4 * 1024**2) as copy:
        while chunk := part.read(256 * 1024):
            copy.write(chunk)
        found = _danger_in(copy, inner)
    inner.depth -= 1
    return found


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(entry) as part:
        return part.read(most)


def _plain(text: bytes) -> bytes:
    """Return XML in UTF-16 as its letters alone, so that the same words are found in it."""
    return text.replace(b"\0", b"") if text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in text[:64] else text
