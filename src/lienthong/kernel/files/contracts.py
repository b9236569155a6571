"""What crosses the border of files: the facts of a stored file and the refusals of an upload."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
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
# What is shown as text and tables, and what LibreOffice can turn into pages.
WORD, EXCEL = MEDIA_TYPES["docx"], MEDIA_TYPES["xlsx"]
OFFICE = frozenset({WORD, EXCEL, MEDIA_TYPES["odt"]})
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


class ScanState(StrEnum):
    """What is known of viruses in a content. Unscanned: nobody was asked to look, as when no scanner is configured."""

    UNSCANNED = ""
    WAITING = "awaiting_scan"
    CLEAN = "clean"
    INFECTED = "infected"


@dataclass(frozen=True)
class Held:
    """What a record says of a file it holds.

    :param record: its code
    :param people: whose personal data the file holds (ids of parties)
    :param editable: whether the actor may add versions of the file
    """

    record: str = ""
    people: tuple[int, ...] = ()
    editable: bool = False


@dataclass(frozen=True)
class Sender:
    """Whose upload it is: a person's, or that of an anonymous session under its secret mark."""

    user_id: int | None = None
    session: str = ""
    address: str = ""


class UploadState(StrEnum):
    """How far an upload in parts is. Ready: whole and checked; taken: it became a stored file."""

    OPEN = "open"
    READY = "ready"
    REFUSED = "refused"
    TAKEN = "taken"


@dataclass(frozen=True)
class UploadInfo:
    """An upload in parts; `length` and `offset` in bytes, `refusal` is the sentence that refused its content."""

    uuid: UUID
    name: str
    place: str
    length: int
    offset: int
    state: UploadState
    expires_at: datetime
    refusal: str = ""


@dataclass(frozen=True)
class FileVersionInfo:
    """One version of a document; `pages` is None where none can be counted, `grown` in bytes since the one before."""

    number: int
    file: StoredFileInfo
    reason: str
    by: str
    at: datetime
    pages: int | None = None
    grown: int | None = None
    same_content: bool = False

    @property
    def change(self) -> int:
        """Return by how many bytes it differs from the one before, without a sign."""
        return abs(self.grown or 0)


class ContentFault(StrEnum):
    """What is wrong with a content in the store."""

    DAMAGED = "damaged"
    MISSING = "missing"


class WorkKind(StrEnum):
    """What a program makes of a file: a searchable copy of a scan, or the pages of an Office file."""

    SEARCHABLE = "searchable"
    PAGES = "pages"


class WorkState(StrEnum):
    """How far such work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class WorkInfo:
    """Work on a file as its page shows it; `message` says why it failed."""

    uuid: UUID
    kind: WorkKind
    state: WorkState
    file: StoredFileInfo
    result: StoredFileInfo | None
    done: int
    total: int
    message: str
    asked_at: datetime
    ended_at: datetime | None


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


class Danger(StrEnum):
    """Why a content that is of the right kind is refused all the same."""

    PROGRAM_INSIDE = "program_inside"
    SECOND_CONTENT = "second_content"
    UNPACKS_TOO_MUCH = "unpacks_too_much"
    TOO_DEEP = "too_deep"
    ENTITIES = "entities"
    OUTER_LINKS = "outer_links"
    TOO_MANY_PIXELS = "too_many_pixels"
    ACTIVE_PDF = "active_pdf"
    LOCKED = "locked"
    DAMAGED = "damaged"


class DangerousFile(WrongFileType):
    """The content could do harm; `danger` among the params says how."""

    code: ClassVar[str] = "dangerous_file"


class InfectedFile(DomainError):
    """A virus was found; `virus` among the params is its name."""

    code: ClassVar[str] = "infected_file"
    status: ClassVar[int] = 422


class AwaitingScan(DomainError):
    """Nobody but the sender may open the file before it was looked at for viruses."""

    code: ClassVar[str] = "awaiting_scan"
    status: ClassVar[int] = 409


class ScannerUnavailable(DomainError):
    """The virus scanner does not answer and nothing is taken in without it."""

    code: ClassVar[str] = "scanner_unavailable"
    status: ClassVar[int] = 503


class StoreUnavailable(DomainError):
    """The store of contents does not answer; the same may be tried again."""

    code: ClassVar[str] = "store_unavailable"
    status: ClassVar[int] = 503


class OffsetConflict(DomainError):
    """The part does not begin where the upload stands; `offset` among the params is where it does (tus: 409)."""

    code: ClassVar[str] = "offset_conflict"
    status: ClassVar[int] = 409


class ChecksumMismatch(DomainError):
    """The part is not what its checksum says, and was thrown away (tus: 460)."""

    code: ClassVar[str] = "checksum_mismatch"
    status: ClassVar[int] = 460


class UploadGone(DomainError):
    """The upload was ended, refused or swept (tus: 410)."""

    code: ClassVar[str] = "upload_gone"
    status: ClassVar[int] = 410


class TooManyUploads(DomainError):
    """The sender has too much open at once."""

    code: ClassVar[str] = "too_many_uploads"
    status: ClassVar[int] = 429


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
