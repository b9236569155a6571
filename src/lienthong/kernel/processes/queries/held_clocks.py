"""The clocks of open steps, for calendars that change."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from lienthong.kernel.calendars.contracts import ClockTerms, HeldClock, Pause

from ..models import WorkItem
from ..models.work_item import OPEN
from ..rules.limits import parse_limit


def list_held_clocks(
    *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
) -> Sequence[HeldClock]:
    """Return the clocks of open steps in these calendars by ascending key. One statement.

    A step without a limit of its own is due when it begins, whatever the calendar says.
    """
    started = Q() if until is None else Q(opened_at__lte=until)
    rows = WorkItem.objects.filter(
        OPEN, started, instance__calendar_id__in=calendar_ids, due_at__gte=since, pk__gt=after
    ).select_related("instance")
    return [_held(row) for row in rows.order_by("pk")[:limit]]


def _held(row: WorkItem) -> HeldClock:
    limit = parse_limit(row.limit)
    start = row.opened_at
    said = [Pause.from_data(each) for each in row.instance.pauses]
    pauses = tuple(each for each in said if each.end is None or each.end > start)
    terms = None if limit is None else ClockTerms(start=start, limit=limit, pauses=pauses)
    return HeldClock(
        key=row.pk,
        title=f"{row.subject_key}: {row.step_name}",
        url=row.instance.url,
        calendar_id=row.instance.calendar_id,
        due_at=row.due_at,
        terms=terms,
    )
