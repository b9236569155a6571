"""Writing a batch of records: new procedures, new drafts, drafts brought up to date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lienthong.kernel.ui.contracts import fold

from ..contracts import FieldChange, ImportLine, Outcome, VersionState
from ..models import ImportRow, ImportRun, Procedure, ProcedureVersion
from ..rules import CONTENT_FIELDS, ReadRecord, compare
from .reading import Found

_DERIVED = (
    "name_lower",
    "name_folded",
    "search_text",
    "field_folded",
    "problems",
    "problem_codes",
    "incomplete",
    "content_hash",
    "imported_at",
)


@dataclass
class Tally:
    """What happened so far: counts, lines worth telling, rows still to be stored."""

    by_outcome: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    incomplete: int = 0
    lines: list[ImportLine] = field(default_factory=list)
    _rows: list[ImportRow] = field(default_factory=list)

    def add(self, run: ImportRun, lines: Iterable[ImportLine]) -> None:
        """Count lines and keep a row of each for the report."""
        for line in lines:
            self.by_outcome[line.outcome] += 1
            self.incomplete += line.incomplete
            if line.outcome is not Outcome.UNCHANGED or line.incomplete:
                self.lines.append(line)
            self._rows.append(_row(run, line))

    def take_rows(self) -> list[ImportRow]:
        """Hand over the rows not stored yet."""
        rows, self._rows = self._rows, []
        return rows

    def counts(self) -> dict[str, int]:
        """Return the figures of the report."""
        return {**{outcome.value: count for outcome, count in self.by_outcome.items()}, "incomplete": self.incomplete}


def write_batch(batch: Sequence[Found], *, now: datetime) -> list[ImportLine]:
    """Write records in the caller's transaction, in a fixed number of statements."""
    latest = _latest([found.record.code for found in batch])
    changed = [found for found in batch if _is_changed(found, latest.get(found.record.code))]
    old = ProcedureVersion.objects.in_bulk([latest[found.record.code]["id"] for found in changed])
    _create([found for found in batch if found.record.code not in latest], now)
    changes: dict[str, tuple[FieldChange, ...]] = {}
    drafts, updates = [], []
    for found in changed:
        known = old[latest[found.record.code]["id"]]
        changes[found.record.code] = compare(known.content(), found.record.content)
        columns = _columns(found, now)
        if known.state == VersionState.DRAFT.value:
            for name, value in columns.items():
                setattr(known, name, value)
            updates.append(known)
        else:
            drafts.append(ProcedureVersion(procedure_id=known.procedure_id, number=known.number + 1, **columns))
    ProcedureVersion.objects.bulk_create(drafts)
    ProcedureVersion.objects.bulk_update(updates, [*CONTENT_FIELDS, *_DERIVED], batch_size=100)
    return [_line(found, known=found.record.code in latest, changes=changes) for found in batch]


def _latest(codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = (
        ProcedureVersion.objects.filter(procedure__code__in=codes)
        .order_by("procedure_id", "-number")
        .distinct("procedure_id")
        .values("id", "procedure__code", "content_hash")
    )
    return {row["procedure__code"]: dict(row) for row in rows}


def _is_changed(found: Found, latest: Mapping[str, Any] | None) -> bool:
    return latest is not None and latest["content_hash"] != found.digest


def _create(new: Sequence[Found], now: datetime) -> None:
    procedures = Procedure.objects.bulk_create(
        [Procedure(code=each.record.code, origin=each.record.content["source"], created_at=now) for each in new]
    )
    ProcedureVersion.objects.bulk_create(
        [
            ProcedureVersion(procedure=procedure, number=1, **_columns(found, now))
            for procedure, found in zip(procedures, new, strict=True)
        ],
        batch_size=200,
    )


def _columns(found: Found, now: datetime) -> dict[str, Any]:
    record, content = found.record, found.record.content
    results = (result["name"] for result in content["results"])
    searched = " ".join((content["name"], content["keywords"], content["field"], *results))
    return {
        **content,
        "name_lower": content["name"].lower(),
        "name_folded": fold(content["name"]),
        "search_text": fold(searched),
        "field_folded": fold(content["field"]),
        "problems": _problems(record),
        "problem_codes": [problem.code.value for problem in record.problems],
        "incomplete": record.incomplete,
        "content_hash": found.digest,
        "imported_at": now,
    }


def _problems(record: ReadRecord) -> list[dict[str, str]]:
    return [{"code": problem.code.value, "details": problem.details} for problem in record.problems]


def _line(found: Found, *, known: bool, changes: Mapping[str, tuple[FieldChange, ...]]) -> ImportLine:
    record = found.record
    outcome = Outcome.CHANGED if record.code in changes else Outcome.UNCHANGED if known else Outcome.NEW
    return ImportLine(
        code=record.code,
        name=record.content["name"],
        file=found.file,
        outcome=outcome,
        incomplete=record.incomplete,
        problems=record.problems,
        changes=changes.get(record.code, ()),
    )


def _row(run: ImportRun, line: ImportLine) -> ImportRow:
    return ImportRow(
        run=run,
        file=line.file,
        code=line.code,
        name=line.name,
        outcome=line.outcome.value,
        incomplete=line.incomplete,
        problems=[{"code": problem.code.value, "details": problem.details} for problem in line.problems],
        reason=line.reason,
        changes=[asdict(change) for change in line.changes],
    )
