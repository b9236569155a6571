"""One list of work over all systems, ordered by what is due."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid

from ..contracts import InboxCounts, InboxFilters, InboxPage, InboxView
from ..models import WorkItem
from ..models.work_item import OPEN
from ..policy import inbox_condition
from .items import describe_item

MAX_LIMIT = 200
STANDS = Q(paused_at__isnull=False)
PAUSED = ExpressionWrapper(STANDS, output_field=BooleanField())


def _after(rows: QuerySet[WorkItem], cursor: str) -> QuerySet[WorkItem]:
    """Continue after the last item of the page before.

    :raises Invalid: the cursor was not made here
    """
    try:
        paused, due, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        due_at = datetime.fromisoformat(due)
        pk = int(pk)
    except (ValueError, TypeError) as error:
        raise Invalid(_("This list cannot be continued from here; open it again.")) from error
    later = Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk)
    if paused:
        return rows.filter(STANDS & later)
    return rows.filter(STANDS | ~STANDS & later)


def _cursor(item: WorkItem) -> str:
    place = [item.paused_at is not None, item.due_at.isoformat(), item.pk]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _narrow(rows: QuerySet[WorkItem], filters: InboxFilters) -> QuerySet[WorkItem]:
    """Apply what the officer has chosen."""
    if filters.system:
        rows = rows.filter(system=filters.system)
    if filters.step_key:
        rows = rows.filter(step_key=filters.step_key)
    if filters.due_before is not None:
        rows = rows.filter(due_at__lt=filters.due_before)
    if filters.text.strip():
        text = filters.text.strip()
        rows = rows.filter(Q(subject_key__icontains=text) | Q(title__icontains=text) | Q(subtitle__icontains=text))
    return rows


def _count(viewer: Actor, now: datetime | None) -> InboxCounts:
    """Count all views in one statement."""
    everything = inbox_condition(viewer, InboxView.ALL)
    overdue = Q(paused_at__isnull=True, due_at__lt=now) if now is not None else Q(pk__in=[])
    counted = (
        WorkItem.objects.filter(OPEN & everything)
        .order_by()
        .aggregate(
            mine=Count("pk", filter=inbox_condition(viewer, InboxView.MINE)),
            unit=Count("pk", filter=inbox_condition(viewer, InboxView.UNIT)),
            all=Count("pk"),
            waiting=Count("pk", filter=STANDS),
            overdue=Count("pk", filter=overdue),
        )
    )
    return InboxCounts(**counted)


def list_inbox(
    *,
    viewer: Actor,
    view: InboxView | str = InboxView.MINE,
    filters: InboxFilters | None = None,
    after: str | None = None,
    limit: int = 40,
    now: datetime | None = None,
) -> InboxPage:
    """Return one page of the viewer's work by due date, paused items last. Two statements.

    :param after: `next_cursor` of the page before
    :param now: counts what is overdue, when given
    :raises Invalid: the cursor was not made here
    """
    size = max(1, min(limit, MAX_LIMIT))
    reach = OPEN & inbox_condition(viewer, InboxView(view))
    rows = WorkItem.objects.filter(reach)
    rows = _narrow(rows, filters or InboxFilters())
    if after:
        rows = _after(rows, after)
    found = list(rows.select_related("agency", "assignee").order_by(PAUSED.asc(), "due_at", "pk")[: size + 1])
    more = len(found) > size
    return InboxPage(
        items=tuple(describe_item(item) for item in found[:size]),
        next_cursor=_cursor(found[size - 1]) if more else "",
        counts=_count(viewer, now),
    )
