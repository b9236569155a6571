"""Who held a step before its last holder, and how long."""

from __future__ import annotations

from datetime import datetime

from lienthong.kernel.calendars.queries import working_minutes_between

from ..models import WorkItem


def note_holder(item: WorkItem, now: datetime) -> None:
    """Write down that the holder of a step lets it go: who, from when to when, and the working minutes between."""
    if item.assignee is None:
        return
    since = item.claimed_at or item.opened_at
    calendar_id = item.case.calendar_id
    minutes = working_minutes_between(calendar_id=calendar_id, start=since, end=max(now, since))
    held = {"user": item.assignee_id, "name": item.assignee.name, "from": since.isoformat(), "to": now.isoformat()}
    item.holders = [*item.holders, {**held, "minutes": minutes}]
