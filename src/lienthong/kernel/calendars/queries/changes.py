"""A change of a calendar before and after it is applied: what it says, and whose due dates it moves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, NotFound

from .. import rules
from ..contracts import (
    LOCAL_ZONE,
    CalendarDetails,
    CalendarEdit,
    ChangeState,
    DayEntry,
    HeldClock,
    WeekPeriod,
)
from ..extensions import DueDateHolder, due_date_holders
from ..models import Calendar, CalendarChange
from ..policy import CHANGES, MANAGE
from .working_time import Said, get_working_time, load_chain, load_said

BATCH = 500
# As many clocks as a page may wait for; the job that moves them has no such limit.
MOST_LOOKED_AT = 5_000
MOST_LINES = 50


@dataclass(frozen=True)
class DayChange:
    """One day of a change: what the calendar says of it now, and what it would say."""

    day: date
    old: DayEntry | None
    new: DayEntry | None


@dataclass(frozen=True)
class AffectedLine:
    """One thing whose due date would move."""

    title: str
    url: str
    old: datetime
    new: datetime


@dataclass(frozen=True)
class HolderEffect:
    """What a change does to the due dates one app holds; `kept` were set by decision and stay."""

    label: str
    later: int
    earlier: int
    kept: int

    @property
    def moved(self) -> int:
        """Return how many due dates would move."""
        return self.later + self.earlier


@dataclass(frozen=True)
class Effect:
    """What a change does to due dates; `more` tells that not all were looked at, so there may be more."""

    holders: tuple[HolderEffect, ...]
    lines: tuple[AffectedLine, ...]
    moved: int
    more: bool


@dataclass(frozen=True)
class ChangePage:
    """A change as its page shows it. `effect` is known while it is a draft."""

    uuid: UUID
    calendar_id: int
    calendar: str
    state: ChangeState
    days: tuple[DayChange, ...]
    weeks: tuple[WeekPeriod, ...]
    removed_weeks: tuple[date, ...]
    details: CalendarDetails | None
    parent_name: str
    made_at: datetime
    made_by: str
    reason: str
    applied_at: datetime | None
    applied_by: str
    move_due_dates: bool
    seen: int
    moved: int
    kept: int
    version: int
    is_stale: bool
    effect: Effect | None
    may_manage: bool


def list_changes(*, calendar_id: int, viewer: Actor, limit: int = 20) -> tuple[CalendarChange, ...]:
    """Return the latest changes of a calendar that were not dropped, newest first."""
    rows = CHANGES.visible(CalendarChange.objects.filter(calendar_id=calendar_id), viewer)
    return tuple(rows.exclude(state=ChangeState.DROPPED.value).order_by("-made_at")[:limit])


def get_change(*, uuid: UUID, viewer: Actor) -> ChangePage:
    """Return what the page of a change shows.

    :raises NotFound: there is no such change within the viewer's sight
    """
    visible = CHANGES.visible(CalendarChange.objects.select_related("calendar"), viewer)
    row = visible.filter(uuid=uuid).first()
    if row is None:
        raise NotFound(_("There is no such change of a calendar."))
    edit, undo = rules.read_edit(row.edit), rules.read_edit(row.undo)
    draft = row.state == ChangeState.DRAFT.value
    stale = draft and row.calendar.version != row.base_version
    effect = effect_of(calendar_id=row.calendar_id, edit=edit) if draft and not stale else None
    parent_id = edit.details.parent_id if edit.details else None
    return ChangePage(
        uuid=row.uuid,
        calendar_id=row.calendar_id,
        calendar=row.calendar.name,
        state=ChangeState(row.state),
        days=_day_changes(edit, undo),
        weeks=edit.weeks,
        removed_weeks=edit.removed_weeks,
        details=edit.details,
        parent_name=str(Calendar.objects.filter(pk=parent_id).first() or "") if parent_id else "",
        made_at=row.made_at,
        made_by=row.made_by_name,
        reason=row.reason,
        applied_at=row.applied_at,
        applied_by=row.applied_by_name,
        move_due_dates=row.move_due_dates,
        seen=row.seen,
        moved=row.moved,
        kept=row.kept,
        version=row.version,
        is_stale=stale,
        effect=effect,
        may_manage=CHANGES.allows(viewer, MANAGE, row),
    )


def _day_changes(edit: CalendarEdit, undo: CalendarEdit) -> tuple[DayChange, ...]:
    old = {entry.day: entry for entry in undo.days}
    new = {entry.day: entry for entry in edit.days}
    days = sorted({*old, *new})
    return tuple(DayChange(day, old.get(day), new.get(day)) for day in days)


def family_of(calendar_id: int) -> frozenset[int]:
    """Return a calendar and all that inherit from it. One statement; there are few calendars."""
    parents = dict(Calendar.objects.values_list("pk", "parent_id"))
    found = {calendar_id}
    while more := {child for child, parent in parents.items() if parent in found and child not in found}:
        found |= more
    return frozenset(found)


def tables_after(*, calendar_id: int, edit: CalendarEdit) -> dict[int, rules.WorkingTime]:
    """Return the working time of a calendar and of all that inherit from it, as a change would make it."""
    own = load_said(calendar_id=calendar_id)
    weeks, days = rules.edited(own.weeks, own.days, edit)
    changed = replace(own, weeks=weeks, days=days)
    if edit.details is not None:
        said = edit.details
        changed = replace(changed, parent_id=said.parent_id, valid_from=said.valid_from, valid_to=said.valid_to)
    above = load_chain(calendar_id=changed.parent_id) if changed.parent_id is not None else ()
    tail = (changed, *above)
    return {
        each: rules.WorkingTime(
            tuple(layer for said in (*_before(each, calendar_id), *tail) for layer in said.layers())
        )
        for each in family_of(calendar_id)
    }


def _before(child: int, calendar_id: int) -> tuple[Said, ...]:
    """Return the chain from a calendar up to, but without, one above it."""
    chain = load_chain(calendar_id=child)
    ids = [said.calendar_id for said in chain]
    return chain[: ids.index(calendar_id)]


def held_clocks(
    holder: DueDateHolder,
    *,
    calendar_ids: frozenset[int],
    edit: CalendarEdit,
    undo: CalendarEdit,
    after: int = 0,
    size: int = BATCH,
) -> Iterator[list[HeldClock]]:
    """Yield open clocks that a change may touch, a batch at a time, by ascending key."""
    first, last = rules.window(edit, undo)
    since = datetime.min.replace(tzinfo=UTC) if first is None else datetime.combine(first, time(), LOCAL_ZONE)
    until = None if last is None else datetime.combine(last + timedelta(days=1), time(), LOCAL_ZONE)
    while True:
        batch = list(holder.list_open(calendar_ids=calendar_ids, since=since, until=until, after=after, limit=size))
        if batch:
            yield batch
        if len(batch) < size:
            return
        after = batch[-1].key


def effect_of(*, calendar_id: int, edit: CalendarEdit) -> Effect:
    """Return whose due dates a change would move, late ones too, of `MOST_LOOKED_AT` clocks of each holder at most."""
    after = tables_after(calendar_id=calendar_id, edit=edit)
    before = {each: get_working_time(calendar_id=each) for each in after}
    own = load_said(calendar_id=calendar_id)
    undo = rules.inverse(own.weeks, own.days, CalendarDetails(own.name), edit)
    holders: list[HolderEffect] = []
    lines: list[AffectedLine] = []
    more = False
    for holder in due_date_holders():
        counts = {"later": 0, "earlier": 0, "kept": 0}
        clocks = held_clocks(holder, calendar_ids=frozenset(after), edit=edit, undo=undo, size=MOST_LOOKED_AT)
        first = next(clocks, [])
        more = more or len(first) == MOST_LOOKED_AT
        for held in first:
            fate, due = rules.fate_of(held, before[held.calendar_id], after[held.calendar_id])
            if fate is rules.Fate.KEPT:
                counts["kept"] += 1
            elif fate is rules.Fate.MOVES:
                new = rules.to_moment(due)
                counts["later" if new > held.due_at else "earlier"] += 1
                if len(lines) < MOST_LINES:
                    lines.append(AffectedLine(held.title, held.url, held.due_at, new))
        holders.append(HolderEffect(str(holder.label), **counts))
    return Effect(tuple(holders), tuple(lines), sum(each.moved for each in holders), more)
