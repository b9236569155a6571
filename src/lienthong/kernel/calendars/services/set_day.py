"""Enters or removes one special day by decision of an administrator."""

from datetime import date, datetime

from django.db import transaction

from lienthong.kernel.acts.contracts import Actor
from lienthong.kernel.audit.services import record

from .. import rules
from ..contracts import DayEntry
from ..models import CalendarDay
from .import_days import import_days
from .new_version import new_version
from .refusals import hours_not_sound


@transaction.atomic
def set_day(*, calendar_id: int, entry: DayEntry, actor: Actor, now: datetime) -> None:
    """Say what a day is in this calendar, replacing what was said; due dates already given do not change (R-41).

    :raises CalendarNotFound: there is no such calendar
    :raises InvalidHours: the day's own hours are not sound
    """
    if entry.hours is not None:
        try:
            rules.read_sessions(rules.write_sessions(entry.hours))
        except ValueError as error:
            raise hours_not_sound() from error
    import_days(calendar_id=calendar_id, days=[entry])
    record(
        subject_type="calendar",
        subject_key=str(calendar_id),
        act="calendars.set_day",
        actor=actor,
        now=now,
        data={"day": entry.day.isoformat(), "kind": entry.kind.value, "name": entry.name},
    )


@transaction.atomic
def remove_day(*, calendar_id: int, day: date, actor: Actor, now: datetime) -> None:
    """Let a day be like its weekday again; a day not entered stays so."""
    CalendarDay.objects.filter(calendar_id=calendar_id, date=day).delete()
    new_version(calendar_id=calendar_id)
    record(
        subject_type="calendar",
        subject_key=str(calendar_id),
        act="calendars.remove_day",
        actor=actor,
        now=now,
        data={"day": day.isoformat()},
    )
