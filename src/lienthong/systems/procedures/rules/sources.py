"""Reading source files: JSON as the national database gives it, alone or many in one archive."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_FILES = 200
MAX_TOTAL_BYTES = 256 * 1024 * 1024


class SourceRejectedError(ValueError):
    """A file cannot be used at all; the text says why, for people."""


@dataclass(frozen=True)
class SourceFile:
    """One file as it came: its name and its bytes."""

    name: str
    content: bytes = field(repr=False)


def read_source(source: SourceFile) -> list[Any]:
    """Return the raw records of one file.

    :raises SourceRejectedError: the file is empty, truncated, not JSON, or holds no list of procedures
    """
    if len(source.content) > MAX_FILE_BYTES:
        raise SourceRejectedError(f"Tệp lớn hơn {MAX_FILE_BYTES // 1024**2} MB.")
    if not source.content.strip():
        raise SourceRejectedError("Tệp rỗng.")
    try:
        data = json.loads(source.content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise SourceRejectedError("Tệp không phải chữ UTF-8.") from error
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc.rstrip()) - 1 or error.msg.startswith("Unterminated string"):
            raise SourceRejectedError(f"Tệp bị cắt cụt ở dòng {error.lineno}, hãy lấy lại tệp gốc.") from error
        raise SourceRejectedError(f"Tệp không phải JSON: sai ở dòng {error.lineno}, cột {error.colno}.") from error
    except (RecursionError, ValueError) as error:
        raise SourceRejectedError("Tệp có giá trị mà JSON không cho phép.") from error
    records = data.get("procedures") if isinstance(data, dict) else data
    if not isinstance(records, list):
        raise SourceRejectedError("Tệp không có danh sách “procedures”.")
    return records


def split_archive(source: SourceFile) -> Iterator[SourceFile | tuple[str, str]]:
    """Yield the JSON files of an archive; a file that is no archive is yielded as it is.

    A member that cannot be read is yielded as its name and the reason, so that the others still enter.
    """
    if not source.name.lower().endswith(".zip"):
        yield source
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.content))
    except zipfile.BadZipFile:
        yield source.name, "Tệp nén bị hỏng hoặc không phải ZIP."
        return
    members = [each for each in archive.infolist() if each.filename.lower().endswith(".json")]
    if not members:
        yield source.name, "Tệp nén không có tệp JSON nào."
    if len(members) > MAX_FILES or sum(each.file_size for each in members) > MAX_TOTAL_BYTES:
        yield source.name, f"Tệp nén có quá {MAX_FILES} tệp hoặc quá {MAX_TOTAL_BYTES // 1024**2} MB."
        return
    for member in members:
        yield _member(archive, member)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SourceFile | tuple[str, str]:
    try:
        with archive.open(member) as stream:
            # The size in the header may lie; never read more than the limit.
            return SourceFile(member.filename, stream.read(MAX_FILE_BYTES + 1))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        return member.filename, "Tệp trong gói nén bị hỏng hoặc có mật khẩu."


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
