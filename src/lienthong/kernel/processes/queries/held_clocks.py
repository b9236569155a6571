"""The clocks of open steps and of timers, for calendars that change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from lienthong.kernel.calendars.contracts import ClockTerms, HeldClock, Pause

from ..models import Wait, WorkItem
from ..models.wait import PENDING
from ..models.work_item import OPEN
from ..rules.limits import parse_limit
from ..rules.timers import TimerRefused, parse_timer
from .definitions import get_running

TIMER = "timer"


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
    said = [Pause.from_data(each) for each in row.case.pauses]
    pauses = tuple(each for each in said if each.end is None or each.end > start)
    terms = None if limit is None else ClockTerms(start=start, limit=limit, pauses=pauses)
    return HeldClock(
        key=row.pk,
        title=f"{row.subject_key}: {row.step_name}",
        url=row.case.url,
        calendar_id=row.case.calendar_id,
        due_at=row.due_at,
        terms=terms,
    )


def list_held_timers(
    *, calendar_ids: frozenset[int], since: datetime, until: datetime | None, after: int, limit: int
) -> Sequence[HeldClock]:
    """Return the clocks of timers that wait in running cases, by ascending key. One statement, and one a definition.

    Only what the model states in working time moves: moments, spans of the clock, cycles and what an expression gave
    stay what they were.
    """
    started = Q() if until is None else Q(opened_at__lte=until)
    rows = Wait.objects.filter(
        PENDING, started, kind=TIMER, instance__calendar_id__in=calendar_ids, due_at__gte=since, pk__gt=after
    ).select_related("instance")
    return [_timer(row) for row in rows.order_by("pk")[:limit]]


def _timer(row: Wait) -> HeldClock:
    case = row.instance
    node = get_running(case.definition_id).model.nodes.get(row.element)
    limit = None
    if node is not None and node.event is not None and not row.repeats:
        try:
            limit = parse_timer(node.event.timer, node.event.form).limit
        except TimerRefused:
            limit = None
    # When the clock runs again a timer has the time it had left, also where the steps begin anew.
    said = [replace(Pause.from_data(each), restart=False) for each in case.pauses]
    pauses = tuple(each for each in said if each.end is None or each.end > row.opened_at)
    terms = None if limit is None else ClockTerms(start=row.opened_at, limit=limit, pauses=pauses)
    due_at = row.due_at or row.opened_at
    return HeldClock(
        key=row.pk,
        title=f"{case.subject_key}: {node.name if node is not None and node.name else row.element}",
        url=case.url,
        calendar_id=case.calendar_id,
        due_at=due_at,
        terms=terms,
    )
