"""Filings that nobody has answered in half of the time: who receives is warned once (R-17)."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.events import services as events
from lienthong.systems.onestop.contracts import FilingState
from lienthong.systems.onestop.events import FilingWaits
from lienthong.systems.onestop.models import Filing

PROGRAM = Actor.system("onestop")
# So many a call; the next one goes on.
MOST = 500


def warn_of_filings(*, now: datetime) -> int:
    """Announce the filings whose time to answer is half over, each once; return how many."""
    with transaction.atomic():
        rows = Filing.objects.select_for_update(skip_locked=True).filter(
            state=FilingState.FILED, warned_at__isnull=True, warn_at__lte=now
        )
        found = list(rows.order_by("warn_at")[:MOST])
        for each in found:
            waits = FilingWaits(filing=each.number, reception_id=each.reception_id, answer_by=each.answer_by)
            events.publish(event=waits, subject=each.number, now=now, actor_name=PROGRAM.name)
        Filing.objects.filter(pk__in=[each.pk for each in found]).update(warned_at=now)
    return len(found)
