"""The inbox as its page shows it: grouped by when it is due, each line with its clock in working time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from django.utils import timezone

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.calendars import queries as calendars
from lienthong.kernel.processes import queries as processes
from lienthong.kernel.processes.contracts import InboxCounts, InboxFilters, InboxView, StepCount, WorkItemInfo

MOST_FACETS = 200


class When(StrEnum):
    """The groups of the inbox, in their order."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    LATER = "later"
    PAUSED = "paused"


@dataclass(frozen=True)
class WorkLine:
    """One open step: how much working time is left and which share of its limit is used, in percent."""

    item: WorkItemInfo
    remaining: int | None
    used: float | None
    day_minutes: int

    @property
    def scale(self) -> str:
        """Return the state in which the small scale is drawn."""
        if self.item.paused_at is not None:
            return "wait"
        return "late" if self.remaining is not None and self.remaining < 0 else "run"


@dataclass(frozen=True)
class WorkGroup:
    """The lines that fall due in one stretch of time; `start` and `end` are local days of a week."""

    when: When
    lines: tuple[WorkLine, ...]
    start: date | None = None
    end: date | None = None
    whole: bool = True


@dataclass(frozen=True)
class WorkPage:
    """One page of the inbox."""

    view: InboxView
    groups: tuple[WorkGroup, ...]
    next_cursor: str
    counts: InboxCounts
    steps: tuple[StepCount, ...]
    shown: int


def work_page(
    *, viewer: Actor, view: InboxView | None, filters: InboxFilters, now: datetime, after: str = "", limit: int = 40
) -> WorkPage:
    """Return one page of the viewer's work, grouped. Three statements: page, counts, calendar.

    :param view: None for the first that holds anything
    :param after: `next_cursor` of the page before
    :raises Invalid: the cursor was not made here
    """
    page = processes.list_inbox(viewer=viewer, view=view, filters=filters, after=after or None, limit=limit, now=now)
    lines = _lines(page.items, now)
    groups = [
        WorkGroup(when, tuple(found), *_week(when, now))
        for when, found in groupby(lines, key=lambda line: when_due(line.item, now))
    ]
    if groups and (page.next_cursor or after):
        # A group cut by the page must not state a number that counts only what is shown.
        cut = {0} if after else set()
        cut |= {len(groups) - 1} if page.next_cursor else set()
        groups = [
            WorkGroup(group.when, group.lines, group.start, group.end, whole=at not in cut)
            for at, group in enumerate(groups)
        ]
    return WorkPage(
        view=page.view,
        groups=tuple(groups),
        next_cursor=page.next_cursor,
        counts=page.counts,
        steps=page.steps,
        shown=len(lines),
    )


def whole_work(*, viewer: Actor, view: InboxView, filters: InboxFilters) -> Iterator[WorkItemInfo]:
    """Read a view of the viewer's work to its end, by due date. Two statements for each two hundred lines."""
    after = ""
    while True:
        page = processes.list_inbox(viewer=viewer, view=view, filters=filters, after=after or None, limit=MOST_FACETS)
        yield from page.items
        after = page.next_cursor
        if not after:
            return


def when_due(item: WorkItemInfo, now: datetime) -> When:
    """Return the group a step belongs to: by local days, weeks beginning on Monday."""
    if item.paused_at is not None:
        return When.PAUSED
    if item.due_at < now:
        return When.OVERDUE
    today, due = timezone.localdate(now), timezone.localdate(item.due_at)
    monday = today - timedelta(days=today.weekday())
    if due == today:
        return When.TODAY
    if due < monday + timedelta(days=7):
        return When.THIS_WEEK
    return When.NEXT_WEEK if due < monday + timedelta(days=14) else When.LATER


def _week(when: When, now: datetime) -> tuple[date | None, date | None]:
    if when is not When.NEXT_WEEK:
        return None, None
    today = timezone.localdate(now)
    monday = today + timedelta(days=7 - today.weekday())
    return monday, monday + timedelta(days=4)


def _lines(items: Iterable[WorkItemInfo], now: datetime) -> tuple[WorkLine, ...]:
    return tuple(_line(item, now) for item in items)


def _line(item: WorkItemInfo, now: datetime) -> WorkLine:
    """Measure one step; an agency without a calendar shows dates only."""
    calendar_id = item.calendar_id
    if calendar_id is None:
        return WorkLine(item, None, None, 480)

    def minutes(start: datetime, end: datetime) -> int:
        return calendars.working_minutes_between(calendar_id=calendar_id, start=start, end=end)

    at = item.paused_at or now
    limit = max(1, minutes(item.opened_at, item.due_at))
    return WorkLine(
        item=item,
        remaining=minutes(at, item.due_at) or (-1 if at > item.due_at else 0),
        used=100 * max(0, minutes(item.opened_at, at)) / limit,
        day_minutes=calendars.standard_day_minutes(calendar_id=calendar_id),
    )
