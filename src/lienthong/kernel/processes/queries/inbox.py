"""One list of work over all systems, ordered by what is due."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Invalid
from lienthong.kernel.acts.extensions import Prepared, per_viewer

from ..contracts import InboxCounts, InboxFilters, InboxPage, InboxView, StepCount
from ..models import WorkItem
from ..models.work_item import OPEN
from ..policy import inbox_condition
from .items import SHOWN, describe_item

MAX_LIMIT = 200
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
STANDS = Q(paused_at__isnull=False)
PAUSED = ExpressionWrapper(STANDS, output_field=BooleanField())
HELD = ExpressionWrapper(Q(assignee_id__isnull=False), output_field=BooleanField())


class _Tally(NamedTuple):
    """How much work stands at one step in one manner."""

    system: str
    key: str
    held: bool
    paused: bool
    name: str
    amount: int
    overdue: int


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


def _tally(viewer: Actor, now: datetime | None) -> tuple[_Tally, ...]:
    """Count all that the viewer may do, by step, by whether somebody holds it and by whether its clock stands."""
    return tuple(_Tally(*row) for row in _tally_of(viewer).tuples(now=now or LONG_AGO))


@per_viewer
def _tally_of(viewer: Actor) -> Prepared[WorkItem]:
    reach = OPEN & inbox_condition(viewer, InboxView.ALL)
    return Prepared(
        lambda now: (
            WorkItem.objects.filter(reach)
            .order_by()
            .values_list("system", "step_key", HELD, PAUSED)
            .annotate(
                name=Max("step_name"),
                n=Count("pk"),
                late=Count("pk", filter=Q(paused_at__isnull=True, due_at__lt=now)),
            )
        )
    )


@per_viewer
def _first_page_of(viewer: Actor, view: InboxView, size: int) -> Prepared[WorkItem]:
    return Prepared(lambda: _page(WorkItem.objects.filter(OPEN & inbox_condition(viewer, view)), size))


def _page(rows: QuerySet[WorkItem], size: int) -> QuerySet[WorkItem]:
    """Return the first rows in their order, and one more if there is one."""
    return rows.select_related("agency", "assignee").only(*SHOWN).order_by(PAUSED.asc(), "due_at", "pk")[: size + 1]


def _count(found: Iterable[_Tally]) -> InboxCounts:
    """Add up the views; what somebody holds in reach of the viewer is theirs, what nobody holds is to be taken."""
    found = tuple(found)
    return InboxCounts(
        mine=sum(each.amount for each in found if each.held),
        unit=sum(each.amount for each in found if not each.held),
        all=sum(each.amount for each in found),
        waiting=sum(each.amount for each in found if each.paused),
        overdue=sum(each.overdue for each in found),
    )


def _first_view(counts: InboxCounts) -> InboxView:
    """Return where the day begins: who holds nothing starts at what waits to be taken, not at an empty page."""
    if counts.mine or not counts.all:
        return InboxView.MINE
    return InboxView.UNIT if counts.unit else InboxView.ALL


def _steps(found: Iterable[_Tally], view: InboxView) -> tuple[StepCount, ...]:
    """Return the steps at which the work of a view stands, by name."""
    belongs: dict[InboxView, Callable[[_Tally], bool]] = {
        InboxView.MINE: lambda each: each.held,
        InboxView.UNIT: lambda each: not each.held,
        InboxView.WAITING: lambda each: each.paused,
        InboxView.ALL: lambda _each: True,
    }
    counts: dict[tuple[str, str], StepCount] = {}
    for each in filter(belongs[view], found):
        known = counts.get((each.system, each.key))
        counts[each.system, each.key] = StepCount(
            each.system, each.key, each.name, each.amount + (known.count if known else 0)
        )
    return tuple(sorted(counts.values(), key=lambda step: (step.name, step.system, step.key)))


def list_inbox(
    *,
    viewer: Actor,
    view: InboxView | str | None = InboxView.MINE,
    filters: InboxFilters | None = None,
    after: str | None = None,
    limit: int = 40,
    now: datetime | None = None,
) -> InboxPage:
    """Return one page of the viewer's work by due date, paused items last. Two statements.

    :param view: None for what the viewer holds, or for what waits to be taken when they hold nothing
    :param after: `next_cursor` of the page before
    :param now: counts what is overdue, when given
    :raises Invalid: the cursor was not made here
    """
    size = max(1, min(limit, MAX_LIMIT))
    tally = _tally(viewer, now)
    counts = _count(tally)
    view = _first_view(counts) if view is None else InboxView(view)
    filters = filters or InboxFilters()
    if filters == InboxFilters() and not after:
        found = _first_page_of(viewer, view, size)()
    else:
        rows = _narrow(WorkItem.objects.filter(OPEN & inbox_condition(viewer, view)), filters)
        found = list(_page(_after(rows, after) if after else rows, size))
    more = len(found) > size
    return InboxPage(
        view=view,
        items=tuple(describe_item(item) for item in found[:size]),
        next_cursor=_cursor(found[size - 1]) if more else "",
        counts=counts,
        steps=_steps(tally, view),
    )
