"""Giving a case a later date."""

from __future__ import annotations

from datetime import datetime

from lienthong.kernel.calendars.queries import add_working_minutes, working_minutes_between

from ..contracts import ProcessState
from ..models import WorkItem
from ..queries.items import describe_state
from .locking import lock_live
from .pause import open_rows


def postpone(*, subject_type: str, subject_key: str, subject_due_at: datetime) -> ProcessState:
    """Move the date of a running case; its open steps get the working time that the case gets.

    A step that was late stays late by what it was late when the new date is nearer than that.

    :raises NotFound: no process is running for the subject
    """
    instance = lock_live(subject_type=subject_type, subject_key=subject_key)
    before, calendar_id = instance.subject_due_at, instance.calendar_id
    instance.subject_due_at = subject_due_at
    instance.save(update_fields=["subject_due_at"])
    items = open_rows(instance.pk)
    for item in items:
        gained = working_minutes_between(calendar_id=calendar_id, start=before or item.due_at, end=subject_due_at)
        item.due_at = add_working_minutes(calendar_id=calendar_id, start=item.due_at, minutes=max(0, gained))
        item.subject_due_at = subject_due_at
        item.version += 1
    WorkItem.objects.bulk_update(items, ["due_at", "subject_due_at", "version"])
    return describe_state(instance, items)
