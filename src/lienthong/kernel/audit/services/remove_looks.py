"""Removing looks whose time is over, day by day of the chain, in small steps; their digests stay.

The history says first that the looks of a day go, so that a check can tell this from tampering at every moment.
"""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lienthong.kernel.audit.contracts import Recorded
from lienthong.kernel.audit.models import AuditDay, HistoryEntry

from .check_chain import REMOVE, SUBJECT_TYPE
from .record import record

STEP = 5_000
_REMOVE = """
DELETE FROM audit_accessentry WHERE id IN (
    SELECT id FROM audit_accessentry
    WHERE id > %s AND id <= %s AND at < now() - interval '1 year' ORDER BY id LIMIT %s)
"""


def remove_looks(*, actor: Recorded, now: datetime, seconds: float) -> int:
    """Remove the looks of days that were closed more than `AUDIT_KEEP_LOOKS_DAYS` ago; return how many rows went.

    Each step is a transaction; what does not fit in the time goes at the next call. What no day of the chain covers
    yet stays.
    """
    deadline, total = time.monotonic() + seconds, 0
    limit = timezone.localdate(now) - timedelta(days=settings.AUDIT_KEEP_LOOKS_DAYS)
    days = AuditDay.objects.filter(day__lt=limit, looks_rows__gt=0, looks_removed_at=None).order_by("number")
    for row in days.iterator(chunk_size=30):
        after = AuditDay.objects.filter(number=row.number - 1).values_list("looks_upto", flat=True).first() or 0
        gone = STEP
        while gone == STEP:
            if time.monotonic() > deadline:
                return total
            gone = _step(row, after, actor, now)
            total += gone
    return total


@transaction.atomic
def _step(row: AuditDay, after: int, actor: Recorded, now: datetime) -> int:
    key = row.day.isoformat()
    if not HistoryEntry.objects.filter(subject_type=SUBJECT_TYPE, subject_key=key, act=REMOVE).exists():
        data = {"rows": row.looks_rows, "after": after, "upto": row.looks_upto}
        record(subject_type=SUBJECT_TYPE, subject_key=key, act=REMOVE, actor=actor, now=now, data=data)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lienthong.retention = 'on'")
        cursor.execute(_REMOVE, [after, row.looks_upto, STEP])
        gone = int(cursor.rowcount)
        cursor.execute("SET LOCAL lienthong.retention = 'off'")
    if gone < STEP:
        AuditDay.objects.filter(pk=row.pk).update(looks_removed_at=now)
    return gone
