"""A check of the chain that somebody asked for on screen: done by a worker, with progress."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from lienthong.kernel.audit.contracts import CheckState, Finding, Recorded
from lienthong.kernel.audit.models import AuditCheck, AuditDay

from .check_chain import check_chain

KEPT_FINDINGS, ROWS_BETWEEN = 1_000, 20_000


def ask_for_check(*, since: date | None, until: date | None, actor: Recorded, now: datetime) -> UUID:
    """Put a check in line and return its number; the caller has checked the right to do so."""
    from lienthong.kernel.audit.jobs import check

    row = AuditCheck.objects.create(starter=actor.name, asked_at=now, since=since, until=until)
    check.defer(check_id=row.pk)
    return row.uuid


def run_check(*, check_id: int, clock: Callable[[], datetime]) -> None:
    """Do a check that was asked for; one that a dead worker left is done again from its beginning."""
    row = AuditCheck.objects.filter(pk=check_id).exclude(state=CheckState.DONE).first()
    if row is None:
        return
    days = AuditDay.objects.all()
    if row.since is not None:
        days = days.filter(day__gte=row.since)
    if row.until is not None:
        days = days.filter(day__lte=row.until)
    sums = days.values_list("history_rows", "looks_rows")
    row.rows = sum(history + looks for history, looks in sums)
    row.state, row.rows_checked, row.tampered, row.findings = CheckState.RUNNING, 0, 0, []
    row.save()
    unsaved = 0

    def tell(rows: int) -> None:
        nonlocal unsaved
        row.rows_checked += rows
        unsaved += rows
        if unsaved >= ROWS_BETWEEN:
            unsaved = 0
            row.save(update_fields=["rows_checked", "tampered"])

    for finding in check_chain(now=clock(), since=row.since, until=row.until, tell=tell):
        row.tampered += finding.is_tampering
        if len(row.findings) < KEPT_FINDINGS:
            row.findings.append(_said(finding))
    row.state, row.ended_at, row.days_checked = CheckState.DONE, clock(), days.count()
    row.save()


def _said(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind.value,
        "day": finding.day.isoformat(),
        "log": finding.log.value if finding.log is not None else "",
        "row": finding.row,
        "until": finding.until,
        "count": finding.count,
        "detail": finding.detail,
    }
