"""Closing the days of the chain: every row written since the day before gets its digest, and all of it one head.

A day covers rows by their number, not by the moment they say: what is written late (a clock that is wrong, an import,
a long transaction) belongs to the next day to be closed, and is counted there as late. A day is closed only when every
transaction that was open when its last row was found has ended: a row that comes between afterwards was put there.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.audit.contracts import Log, NotSettled
from lienthong.kernel.audit.models import AuditBlock, AuditDay
from lienthong.kernel.audit.queries.chain import TABLES, block_rows
from lienthong.kernel.audit.rules import (
    FIRST,
    Block,
    Sealed,
    day_head,
    link_of,
    pack_digests,
    pack_ids,
    row_digest,
)
from lienthong.kernel.ui.queries import local_midnight

log = structlog.get_logger("lienthong.audit")

BLOCK_ROWS = 1_000
LOCK = 7_320
_LAST_ROWS = """
SELECT (SELECT max(id) FROM audit_historyentry WHERE id > %s AND at < %s),
       (SELECT max(id) FROM audit_accessentry WHERE id > %s AND at < %s),
       pg_snapshot_xmax(pg_current_snapshot())::text
"""
# A snapshot names the open transactions of all databases of the server; those of others are none of ours.
_STILL_OPEN = """
SELECT count(*) FROM pg_snapshot_xip(pg_current_snapshot()) AS open(xid)
JOIN pg_locks held ON held.locktype = 'transactionid' AND held.transactionid = open.xid::xid AND held.granted
    AND held.mode = 'ExclusiveLock'
JOIN pg_stat_activity who ON who.pid = held.pid AND who.datname = current_database()
WHERE open.xid < %s::xid8
"""
_FIRST_MOMENT = " UNION ALL ".join(f"(SELECT min(at) FROM {table})" for table in TABLES.values())  # noqa: S608  constants


@dataclass
class _LogSoFar:
    """How far one log is sealed within the day that is being closed."""

    link: bytes
    rows: int = 0
    late: int = 0


def close_days(*, now: datetime, patience: float = 30) -> tuple[date, ...]:
    """Close every day that is over and not closed yet, in order; return those closed.

    Each day is a transaction: a worker that dies leaves it open. The first day covers all that was written before.

    :param patience: how many seconds to wait for transactions that are still open
    :raises NotSettled: one is open longer; nothing of that day is kept
    """
    closed = []
    for day in _days_to_close(now):
        if not _close(day, now, patience):
            break
        closed.append(day)
    return tuple(closed)


def _days_to_close(now: datetime) -> Iterator[date]:
    last = AuditDay.objects.order_by("-number").values_list("day", flat=True).first()
    today = timezone.localdate(now)
    if last is None:
        yield from [today - timedelta(days=1)] if _has_rows_before(today) else []
        return
    while (last := last + timedelta(days=1)) < today:
        yield last


def _has_rows_before(day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_MOMENT)
        moments = [row[0] for row in cursor.fetchall() if row[0] is not None]
    return bool(moments) and min(moments) < local_midnight(day)


@transaction.atomic
def _close(day: date, now: datetime, patience: float) -> bool:
    """Close one day; False when somebody else does so just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
    before = AuditDay.objects.order_by("-number").first()
    if before is not None and before.day >= day:
        return True
    starts = {Log.HISTORY: before.history_upto if before else 0, Log.LOOKS: before.looks_upto if before else 0}
    ends = _settled_ends(starts, day, patience)
    begin = time.monotonic()
    number, previous = (before.number + 1, bytes(before.head)) if before else (1, FIRST)
    row = AuditDay(number=number, day=day, previous=previous, closed_at=now)
    links = {
        Log.HISTORY: bytes(before.history_link) if before else FIRST,
        Log.LOOKS: bytes(before.looks_link) if before else FIRST,
    }
    # The first day covers everything before it, so that nothing there is late.
    late_before = local_midnight(day if before else date(1900, 1, 1))
    found = {each: _seal(each, day, starts[each], ends[each], links[each], late_before) for each in Log}
    sealed = {each: Sealed(ends[each], found[each].rows, found[each].link) for each in Log}
    row.history_upto, row.history_rows, row.history_link = _columns(sealed[Log.HISTORY])
    row.looks_upto, row.looks_rows, row.looks_link = _columns(sealed[Log.LOOKS])
    row.late_history, row.late_looks = found[Log.HISTORY].late, found[Log.LOOKS].late
    row.head = day_head(previous=previous, number=number, day=day, logs={each.value: sealed[each] for each in Log})
    row.save(force_insert=True)
    log.info("audit_day_closed", day=day.isoformat(), history=row.history_rows, looks=row.looks_rows,
             seconds=round(time.monotonic() - begin, 2))  # fmt: skip
    return True


def _settled_ends(starts: dict[Log, int], day: date, patience: float) -> dict[Log, int]:
    """Return the last row of each log that the day covers, when nothing can come before it any more."""
    over = local_midnight(day + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ROWS, [starts[Log.HISTORY], over, starts[Log.LOOKS], over])
        history, looks, newest = cursor.fetchone()
        deadline = time.monotonic() + patience
        while True:
            cursor.execute(_STILL_OPEN, [newest])
            if not cursor.fetchone()[0]:
                break
            if time.monotonic() > deadline:
                raise NotSettled(f"transactions of {day.isoformat()} are still open")
            # A moment between two looks at who is still writing.
            time.sleep(0.05)
    return {Log.HISTORY: history or starts[Log.HISTORY], Log.LOOKS: looks or starts[Log.LOOKS]}


def _seal(name: Log, day: date, after: int, upto: int, link: bytes, late_before: datetime) -> _LogSoFar:
    """Write the blocks of one log, in bounded memory."""
    sealed, number = _LogSoFar(link), 0
    while after < upto:
        rows, late = block_rows(log=name, after=after, upto=upto, limit=BLOCK_ROWS, late_before=late_before)
        ids = [row[0] for row in rows]
        # The last block ends where the day ends, so that no number lies between two blocks.
        end = ids[-1] if len(ids) == BLOCK_ROWS else upto
        block = Block(
            log=name.value,
            day=day,
            number=number,
            after_id=after,
            upto_id=end,
            ids=pack_ids(ids),
            digests=pack_digests([row_digest(name.value, row) for row in rows]),
        )
        sealed.link = link_of(sealed.link, block)
        AuditBlock(**vars(block), link=sealed.link).save(force_insert=True)
        sealed.rows += len(rows)
        sealed.late += late
        after, number = end, number + 1
    return sealed


def _columns(sealed: Sealed) -> tuple[int, int, bytes]:
    return sealed.upto_id, sealed.rows, sealed.link
