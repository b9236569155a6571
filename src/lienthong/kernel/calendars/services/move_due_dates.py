"""Moving the due dates of open cases after a calendar changed, in batches that survive being killed."""

from datetime import datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor

from .. import rules
from ..contracts import ChangeState, DueMove, HeldClock
from ..extensions import DueDateHolder, due_date_holders
from ..models import CalendarChange
from ..queries.changes import held_clocks, tables_after
from ..queries.working_time import forget, get_working_time

Tables = dict[int, rules.WorkingTime]


def move_due_dates(*, change_id: int, now: datetime) -> None:
    """Move what a change moves; asked again after a crash it goes on where it stopped, and after the end does nothing.

    Each batch is one transaction with its place in the work, so nothing is moved or counted twice.
    """
    change = CalendarChange.objects.filter(pk=change_id, state=ChangeState.MOVING.value).first()
    if change is None:
        return
    # This thread may know the calendar as it was a moment ago.
    forget()
    edit, undo = rules.read_edit(change.edit), rules.read_edit(change.undo)
    before = tables_after(calendar_id=change.calendar_id, edit=undo)
    after = {each: get_working_time(calendar_id=each) for each in before}
    done_name, done_key = (str(change.cursor[0]), int(change.cursor[1])) if change.cursor else ("", 0)
    for holder in due_date_holders():
        if holder.name < done_name:
            continue
        start = done_key if holder.name == done_name else 0
        for batch in held_clocks(holder, calendar_ids=frozenset(after), edit=edit, undo=undo, after=start):
            _move_batch(change_id, holder, batch, before, after, now)
    CalendarChange.objects.filter(pk=change_id).update(state=ChangeState.DONE.value)


@transaction.atomic
def _move_batch(
    change_id: int, holder: DueDateHolder, batch: list[HeldClock], before: Tables, after: Tables, now: datetime
) -> None:
    change = CalendarChange.objects.select_for_update().get(pk=change_id)
    moves, kept = [], 0
    for held in batch:
        fate, due = rules.fate_of(held, before[held.calendar_id], after[held.calendar_id])
        kept += fate is rules.Fate.KEPT
        if fate is rules.Fate.MOVES:
            moves.append(DueMove(held.key, held.due_at, rules.to_moment(due)))
    actor = Actor.system(f"calendars: {change.applied_by_name}")
    change.moved += holder.move(moves=moves, reason=change.reason, actor=actor, now=now) if moves else 0
    change.seen, change.kept = change.seen + len(batch), change.kept + kept
    change.cursor = [holder.name, batch[-1].key]
    change.save(update_fields=["moved", "seen", "kept", "cursor"])
