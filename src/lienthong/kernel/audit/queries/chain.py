"""The chain: its days, where it stands, the rows it covers, and the checks that were made."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lienthong.kernel.audit.contracts import ChainState, CheckInfo, CheckState, DayInfo, Finding, FindingKind, Log
from lienthong.kernel.audit.models import AccessEntry, AuditBlock, AuditCheck, AuditDay, HistoryEntry
from lienthong.kernel.audit.rules import FIRST

PAGE, FINDINGS_SHOWN = 31, 100
TABLES = {Log.HISTORY: "audit_historyentry", Log.LOOKS: "audit_accessentry"}
_WHO = ("actor_id", "actor_name", "position", "agency_id", "agency_name", "on_behalf_of")
# What a digest covers, in this order; another order or column is another format of the chain.
NAMES = {
    Log.HISTORY: ("id", "subject_type", "subject_key", "act", "at", *_WHO, "note", "data"),
    Log.LOOKS: ("id", "at", *_WHO, "person_key", "subject_key", "purpose", "once"),
}
_AS_TEXT = {
    "at": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "data": "data::text",
    "once": "once::text",
}
COLUMNS = {log: ", ".join(_AS_TEXT.get(each, each) for each in names) for log, names in NAMES.items()}
_ROWS = {
    log: f"SELECT {COLUMNS[log]}, at < %s FROM {table} WHERE id > %s AND id <= %s ORDER BY id LIMIT %s"  # noqa: S608  constants
    for log, table in TABLES.items()
}


def block_rows(
    *, log: Log, after: int, upto: int, limit: int, late_before: datetime
) -> tuple[list[tuple[Any, ...]], int]:
    """Return the columns of rows in order of their number, and how many of them are late. One statement.

    :param after: the number behind which they begin
    :param upto: the last number they may have
    :param late_before: rows that say an earlier moment are late
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROWS[log], [late_before, after, upto, limit])
        found = cursor.fetchall()
    return [row[:-1] for row in found], sum(row[-1] for row in found)


def list_days(*, page: int = 1, limit: int = PAGE) -> tuple[tuple[DayInfo, ...], bool]:
    """Return a page of the days, the last first, and whether more follow. One statement.

    The caller has checked that the viewer looks after the chain.
    """
    found = list(AuditDay.objects.order_by("-number")[(page - 1) * limit : page * limit + 1])
    return tuple(map(_day, found[:limit])), len(found) > limit


def get_day(*, day: date) -> DayInfo | None:
    """Return one day, None when it is not closed."""
    row = AuditDay.objects.filter(day=day).first()
    return _day(row) if row is not None else None


def where_it_stands() -> ChainState:
    """Return where the chain stands."""
    last = AuditDay.objects.order_by("-number").first()
    return ChainState(
        last_day=last.day if last else None,
        days=last.number if last else 0,
        unstamped=AuditDay.objects.filter(stamp=None).count(),
        open_history=HistoryEntry.objects.filter(id__gt=last.history_upto if last else 0).count(),
        open_looks=AccessEntry.objects.filter(id__gt=last.looks_upto if last else 0).count(),
    )


def export_day(*, day: date) -> Iterator[dict[str, Any]]:
    """Yield a day of the chain for keeping outside: the day, then its blocks. It names nobody and shows no contents."""
    row = AuditDay.objects.filter(day=day).first()
    if row is None:
        return
    yield {
        "format": "lienthong.audit.1",
        "number": row.number,
        "day": row.day.isoformat(),
        "previous": bytes(row.previous).hex(),
        "head": bytes(row.head).hex(),
        "closed_at": row.closed_at.isoformat(),
        "history": {"upto": row.history_upto, "rows": row.history_rows, "link": bytes(row.history_link).hex()},
        "looks": {"upto": row.looks_upto, "rows": row.looks_rows, "link": bytes(row.looks_link).hex()},
        "stamp": bytes(row.stamp).hex() if row.stamp is not None else "",
    }
    for block in AuditBlock.objects.filter(day=day).order_by("log", "number").iterator(chunk_size=50):
        yield {
            "log": block.log,
            "number": block.number,
            "after": block.after_id,
            "upto": block.upto_id,
            "ids": bytes(block.ids).hex(),
            "digests": bytes(block.digests).hex(),
            "link": bytes(block.link).hex(),
        }


def list_checks(*, limit: int = 10) -> tuple[CheckInfo, ...]:
    """Return the last checks, the newest first, without their findings."""
    return tuple(_check(row, ()) for row in AuditCheck.objects.defer("findings").order_by("-id")[:limit])


def find_check(*, uuid: UUID) -> CheckInfo | None:
    """Return one check with its first findings, None when there is none."""
    row = AuditCheck.objects.filter(uuid=uuid).first()
    return _check(row, tuple(map(_finding, row.findings[:FINDINGS_SHOWN]))) if row is not None else None


def list_findings(*, uuid: UUID) -> Sequence[Finding]:
    """Return all findings kept of a check."""
    row = AuditCheck.objects.filter(uuid=uuid).first()
    return [_finding(each) for each in row.findings] if row is not None else []


def head_before(number: int) -> bytes:
    """Return the head of the day before the day of this number."""
    before = AuditDay.objects.filter(number=number - 1).values_list("head", flat=True).first()
    return bytes(before) if before is not None else FIRST


def _day(row: AuditDay) -> DayInfo:
    return DayInfo(
        number=row.number,
        day=row.day,
        head=bytes(row.head).hex(),
        previous=bytes(row.previous).hex(),
        closed_at=row.closed_at,
        history_rows=row.history_rows,
        looks_rows=row.looks_rows,
        late_history=row.late_history,
        late_looks=row.late_looks,
        stamped_at=row.stamped_at,
        authority=row.authority,
        looks_removed_at=row.looks_removed_at,
    )


def _check(row: AuditCheck, findings: tuple[Finding, ...]) -> CheckInfo:
    return CheckInfo(
        uuid=row.uuid,
        state=CheckState(row.state),
        starter=row.starter,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        since=row.since,
        until=row.until,
        rows=row.rows,
        rows_checked=row.rows_checked,
        days_checked=row.days_checked,
        tampered=row.tampered,
        findings=findings,
    )


def _finding(said: dict[str, Any]) -> Finding:
    return Finding(
        kind=FindingKind(said["kind"]),
        day=date.fromisoformat(said["day"]),
        log=Log(said["log"]) if said["log"] else None,
        row=said["row"],
        until=said["until"],
        count=said["count"],
        detail=said["detail"],
    )
