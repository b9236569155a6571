"""Turning rows into the plain data that crosses the border."""

from collections.abc import Mapping
from typing import Any

from ..contracts import (
    Channel,
    Fee,
    FeeDoubt,
    FieldChange,
    ImportLine,
    LegalBasis,
    Method,
    Outcome,
    Paper,
    PaperCase,
    Problem,
    ProblemCode,
    ProcedureInfo,
    ProcedureSummary,
    RunInfo,
    RunState,
    Tiers,
    VersionLine,
    VersionState,
)
from ..rules import is_heading
from .imports import ImportRow, ImportRun
from .procedure import ProcedureVersion


def summary_columns() -> tuple[str, ...]:
    """Return the columns a list needs."""
    return ("procedure__code", "name", "field", "levels", "methods", "incomplete", "tiers")


def to_summary(row: Mapping[str, Any]) -> ProcedureSummary:
    """Return one line of a list."""
    return ProcedureSummary(
        code=row["procedure__code"],
        name=row["name"],
        field=row["field"],
        levels=tuple(row["levels"]),
        methods=tuple(_method(each) for each in row["methods"]),
        incomplete=row["incomplete"],
        tiers=Tiers(row["tiers"]),
    )


def to_problems(raw: list[dict[str, str]]) -> tuple[Problem, ...]:
    """Return the problems of a version or of a row of a report."""
    return tuple(Problem(ProblemCode(each["code"]), each["details"]) for each in raw)


def to_info(version: ProcedureVersion) -> ProcedureInfo:
    """Return a whole version; `version.procedure` has been fetched."""
    return ProcedureInfo(
        code=version.procedure.code,
        version_id=version.pk,
        number=version.number,
        state=VersionState(version.state),
        name=version.name,
        field=version.field,
        sector=version.sector,
        levels=tuple(version.levels),
        subjects=tuple(version.subjects),
        kind=version.kind,
        decision_number=version.decision_number,
        promulgator=version.promulgator,
        implementing_agencies=version.implementing_agencies,
        competent_agency=version.competent_agency,
        authorized_agency=version.authorized_agency,
        coordinating_agency=version.coordinating_agency,
        receiving_address=version.receiving_address,
        online_submission=version.online_submission,
        conditions=version.conditions,
        description=version.description,
        tiers=Tiers(version.tiers),
        steps=tuple(version.steps),
        methods=tuple(_method(each) for each in version.methods),
        cases=tuple(_case(each) for each in version.documents),
        results=tuple(each["name"] for each in version.results if each["name"]),
        legal_bases=tuple(LegalBasis(**each) for each in version.legal_bases),
        problems=to_problems(version.problems),
        source_url=version.source_url,
        imported_at=version.imported_at,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
    )


def to_line(version: ProcedureVersion) -> VersionLine:
    """Return one line of the list of officers; `version.procedure` has been fetched."""
    return VersionLine(
        id=version.pk,
        code=version.procedure.code,
        number=version.number,
        name=version.name,
        field=version.field,
        state=VersionState(version.state),
        problems=to_problems(version.problems),
        imported_at=version.imported_at,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        published_by=version.published_by_name,
    )


def to_run(run: ImportRun) -> RunInfo:
    """Return where an import stands."""
    return RunInfo(
        id=run.pk,
        state=RunState(run.state),
        source=run.source,
        started_by=run.started_by_name,
        started_at=run.started_at,
        finished_at=run.finished_at,
        counts=run.counts,
        done=run.done,
        total=run.total,
        error=run.error,
    )


def to_import_line(row: ImportRow) -> ImportLine:
    """Return what an import did with one record."""
    return ImportLine(
        code=row.code,
        name=row.name,
        file=row.file,
        outcome=Outcome(row.outcome),
        incomplete=row.incomplete,
        problems=to_problems(row.problems),
        reason=row.reason,
        changes=tuple(FieldChange(**each) for each in row.changes),
    )


def _method(raw: Mapping[str, Any]) -> Method:
    fees = tuple(_fee(each) for each in raw["fees"])
    return Method(**{**raw, "channel": Channel(raw["channel"]), "fees": fees})


def _fee(raw: Mapping[str, Any]) -> Fee:
    return Fee(**{**raw, "doubt": FeeDoubt(raw["doubt"]) if raw["doubt"] else None})


def _case(raw: Mapping[str, Any]) -> PaperCase:
    papers = [Paper(**{**each, "templates": tuple(each["templates"])}) for each in raw["items"]]
    return PaperCase(
        label=raw["label"].strip("*•-+ :;"),
        always=is_heading(raw["label"]),
        papers=tuple(each for each in papers if not each.is_note),
        notes=tuple(each for each in papers if each.is_note and each.name),
    )
