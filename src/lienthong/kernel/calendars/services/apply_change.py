"""Applying a change of a calendar that was looked at."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.acts.extensions import act
from lienthong.kernel.audit.services import record

from .. import rules
from ..contracts import CalendarEdit, CannotMoveYet, ChangeState
from ..extensions import due_date_holders
from ..models import Calendar, CalendarChange, CalendarDay, CalendarWeek
from ..policy import CHANGES, MANAGE
from .import_days import write_days
from .new_version import new_version


@act(
    "calendars.change.apply",
    subject=CalendarChange,
    policy=CHANGES,
    permission=MANAGE,
    label=gettext_lazy("Apply the change"),
    states={ChangeState.DRAFT.value},
    key="uuid",
    needs_reason=True,
)
def apply_change(
    subject: CalendarChange, *, reason: str, move_due_dates: bool = False, actor: Actor, now: datetime
) -> None:
    """Let the calendar say what the change says, and move due dates when that is decided (R-41, checklist 4).

    Due dates already given stay unless `move_due_dates` is set; then a worker moves those of open cases.

    :raises Conflict: the calendar was changed since the change was written down
    :raises CannotMoveYet: due dates are still being moved after a change before
    """
    # All in one order keeps two changes of the same family from waiting for each other; there are few calendars.
    versions = dict(Calendar.objects.select_for_update().order_by("pk").values_list("pk", "version"))
    if versions[subject.calendar_id] != subject.base_version:
        raise Conflict(_("The calendar was changed since. Make the change again to see what it does now."))
    if CalendarChange.objects.filter(state=ChangeState.MOVING.value).exists():
        raise CannotMoveYet(_("Due dates are still being moved after the change before; wait until that is done."))
    edit = rules.read_edit(subject.edit)
    write_edit(calendar_id=subject.calendar_id, edit=edit)
    subject.reason, subject.applied_at, subject.applied_by_name = reason.strip(), now, actor.name
    subject.move_due_dates = bool(move_due_dates) and bool(due_date_holders())
    subject.state = ChangeState.MOVING if subject.move_due_dates else ChangeState.DONE
    record(
        subject_type="calendars.calendar",
        subject_key=str(subject.calendar_id),
        act="calendars.change.apply",
        actor=actor,
        now=now,
        note=subject.reason,
        data={"change": str(subject.uuid), **{part: said for part, said in subject.edit.items() if said}},
    )
    if subject.move_due_dates:
        from ..jobs import move_due_dates as job

        job.configure(lock="calendars.move").defer(change_id=subject.pk)


def write_edit(*, calendar_id: int, edit: CalendarEdit) -> None:
    """Write what a change says into the tables, within the caller's transaction."""
    CalendarDay.objects.filter(calendar_id=calendar_id, date__in=edit.removed_days).delete()
    write_days(calendar_id=calendar_id, days=edit.days)
    CalendarWeek.objects.filter(calendar_id=calendar_id, valid_from__in=edit.removed_weeks).delete()
    for period in edit.weeks:
        hours = rules.write_week(period.hours)
        if period.valid_from is None:
            Calendar.objects.filter(pk=calendar_id).update(hours=hours)
            continue
        CalendarWeek.objects.update_or_create(
            calendar_id=calendar_id,
            valid_from=period.valid_from,
            defaults={"valid_to": period.valid_to, "hours": hours, "source": period.source},
        )
    if edit.details is not None:
        said = edit.details
        Calendar.objects.filter(pk=calendar_id).update(
            name=said.name, parent_id=said.parent_id, valid_from=said.valid_from, valid_to=said.valid_to
        )
    new_version(calendar_id=calendar_id)
