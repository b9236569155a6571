"""What crosses the border of files: the facts of a stored file and the refusals of an upload."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import ClassVar
from uuid import UUID

from lienthong.kernel.acts.contracts import DomainError, FieldError, Invalid

# What a cell of a table that was sent may hold; a CSV holds texts only, a formula is what it gave when last saved.
Cell = str | int | float | bool | date | time | timedelta

# The kinds of file the program knows by their content, and the media type each is kept under.
MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
# What the program can show as pictures of its pages.
READABLE = frozenset({"application/pdf", "image/jpeg", "image/png"})
# What a citizen may send unless the procedure says otherwise.
DEFAULT_KINDS = frozenset({"pdf", "jpg", "png", "docx", "xlsx"})


@dataclass(frozen=True)
class StoredFileInfo:
    """One stored file; `size` in bytes, `sha256` in hexadecimal, `uuid` is what stands in addresses."""

    id: int
    uuid: UUID
    sha256: str
    size: int
    media_type: str
    name: str


@dataclass(frozen=True)
class Held:
    """What a record says of a file it holds: its code, and whose personal data the file holds (ids of parties)."""

    record: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class PageSize:
    """A page of a file as its picture is drawn, in pixels."""

    number: int
    width: int
    height: int


@dataclass(frozen=True)
class TableLimits:
    """How much of a table is read at once; `rows` counts those that are not empty, the heading not among them."""

    megabytes: int = 10
    unpacked_megabytes: int = 60
    rows: int = 30_000
    columns: int = 60


class FileTooLarge(DomainError):
    """The file is larger than the limit; `limit` in bytes is among the params."""

    code: ClassVar[str] = "file_too_large"
    status: ClassVar[int] = 413


class WrongFileType(DomainError):
    """The content is not of a kind accepted here, or is not what the name says."""

    code: ClassVar[str] = "wrong_file_type"
    status: ClassVar[int] = 415


class EmptyFile(DomainError):
    """The file has no content."""

    code: ClassVar[str] = "empty_file"
    status: ClassVar[int] = 422


class UnreadableTable(Invalid):
    """The file is no table, or more than is read at once; the sentence says how to send it instead."""

    code = "unreadable_table"

    def __init__(self, message: str) -> None:
        """Tie the sentence to the field of the file."""
        super().__init__(message, errors=(FieldError("file", message),))
