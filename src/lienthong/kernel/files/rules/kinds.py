"""Kinds of files, told by name and by content."""

import zipfile
from typing import BinaryIO

import puremagic

HEAD_BYTES = 4096
_EXTENSIONS = {"jpeg": "jpg", "jpe": "jpg"}
_ZIP_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_MOST_ZIP_ENTRIES = 10_000
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")


def kind_by_name(name: str) -> str:
    """Return the kind the extension claims, `""` when the name has none."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return _EXTENSIONS.get(extension, extension)


def kind_by_content(*, head: bytes, content: BinaryIO) -> str:
    """Return the kind of a file told by what is in it, `""` when it is none we accept.

    :param head: the first `HEAD_BYTES` bytes
    :param content: the whole file, seekable; read only where the head does not decide
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    return ""


def _kind_of_zip(content: BinaryIO) -> str:
    """Look into the directory of an archive; nothing is unpacked but the 100-byte `mimetype` of OpenDocument."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            names = {entry.filename.lower() for entry in entries}
            if len(entries) > _MOST_ZIP_ENTRIES:
                return ""
            if "[content_types].xml" in names:
                return next((kind for part, kind in _ZIP_PARTS.items() if part in names), "")
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= 100:
                return "odt" if archive.read("mimetype") == b"application/vnd.oasis.opendocument.text" else ""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, EOFError):
        return ""
    return ""


def is_program(head: bytes) -> bool:
    """Tell whether the content is something a computer would run."""
    return head.startswith(_PROGRAMS)


def guessed_extension(head: bytes) -> str:
    """Return the usual extension of content we do not accept, for the sentence that refuses it; `""` if unknown."""
    try:
        return str(puremagic.from_string(head)).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""
