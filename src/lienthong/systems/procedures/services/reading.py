"""Turning files into records, once each, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..contracts import ImportLine, Outcome
from ..rules import ReadRecord, Rejection, SourceFile, content_hash, read_record, read_source, split_archive
from ..rules.sources import SourceRejectedError
from ..rules.values import printable


@dataclass(frozen=True)
class Found:
    """A record, where it was found and the digest of its content."""

    file: str
    record: ReadRecord
    digest: str


@dataclass
class Reading:
    """All that the files hold: what can be written and what was turned away."""

    records: list[Found] = field(default_factory=list)
    rejected: list[ImportLine] = field(default_factory=list)

    def reject(self, file: str, reason: str, code: str = "", name: str = "") -> None:
        """Turn one record, or one whole file, away."""
        self.rejected.append(ImportLine(code=code, name=name, file=file, outcome=Outcome.REJECTED, reason=reason))


def read_all(files: Sequence[SourceFile]) -> Reading:
    """Read every file; one that cannot be read takes nothing from the others."""
    reading = Reading()
    seen: dict[str, Found] = {}
    for given in files:
        for part in split_archive(given):
            if isinstance(part, SourceFile):
                _read_file(part, reading, seen)
            else:
                reading.reject(printable(part[0]), part[1])
    return reading


def _read_file(source: SourceFile, reading: Reading, seen: dict[str, Found]) -> None:
    file = printable(source.name)
    try:
        raw_records = read_source(source)
    except SourceRejectedError as refusal:
        reading.reject(file, str(refusal))
        return
    for raw in raw_records:
        record = read_record(raw)
        if isinstance(record, Rejection):
            reading.reject(file, record.reason, record.code, record.name)
            continue
        found = Found(file, record, content_hash(record.content))
        first = seen.setdefault(record.code, found)
        if first is found:
            reading.records.append(found)
        else:
            same = "cùng nội dung" if first.digest == found.digest else "nội dung khác"
            reason = f"Mã đã có trong lần nhập này ({first.file}), {same}; giữ bản đọc trước."
            reading.reject(file, reason, record.code, record.content["name"])
