"""Pure rules of files: harmless names and kinds told by content."""

import re
import unicodedata
import zipfile
from typing import BinaryIO

import puremagic

HEAD_BYTES = 4096
_LONGEST_NAME = 150
# Separators of paths and what Windows, shells or HTTP headers read as more than a letter.
_RISKY = re.compile(r'[<>:"|?*;%`$&]+')
_EXTENSIONS = {"jpeg": "jpg", "jpe": "jpg"}
_ZIP_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# A document that carries a program is refused even under an innocent extension.
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MOST_ZIP_ENTRIES = 10_000
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")


def harmless_name(name: str) -> str:
    """Return the name as it may be shown, stored and sent in a header.

    Letters of every language stay, composed (NFC); folders, control and direction characters and signs with a
    meaning for machines go. A name of which nothing is left becomes `tep`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if char.isspace() else char for char in last if not _invisible(char))
    shown = re.sub(r"\s+", " ", _RISKY.sub("_", shown)).strip(" .")
    stem, dot, extension = shown.rpartition(".")
    if dot and len(extension) <= 10:
        shown = f"{stem[: _LONGEST_NAME - 11]}.{extension}"
    return shown[:_LONGEST_NAME] or "tep"


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and not char.isspace()


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
            if len(entries) > _MOST_ZIP_ENTRIES or any(name.endswith(_MACROS) for name in names):
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
