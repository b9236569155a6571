"""Stamping the heads of days that have no time stamp yet (RFC 3161)."""

from datetime import datetime

import structlog

from lienthong.kernel.audit.extensions import day_stamper
from lienthong.kernel.audit.models import AuditDay

log = structlog.get_logger("lienthong.audit")
AT_ONCE = 50


def stamp_days(*, now: datetime) -> int:
    """Stamp the days that have none, the oldest first, and return how many; where the authority fails, stop.

    A day that stays without a stamp is stamped at the next call; until then only a copy kept outside tells its time.
    """
    stamper = day_stamper()
    if stamper is None:
        return 0
    stamped = 0
    for row in AuditDay.objects.filter(stamp=None).order_by("number")[:AT_ONCE]:
        head = bytes(row.head)
        try:
            token = stamper.stamp(digest=head, now=now)
            verdict = stamper.verify(token=token, digest=head)
        except Exception as failure:  # noqa: BLE001  whatever keeps the authority from answering, it is asked again
            log.warning("audit_day_not_stamped", day=row.day.isoformat(), error=f"{type(failure).__name__}: {failure}")
            break
        changed = AuditDay.objects.filter(pk=row.pk, stamp=None)
        stamped += changed.update(stamp=token, stamped_at=verdict.stamped_at, authority=verdict.authority[:200])
    return stamped
