"""Changes the hours, parent or validity of a calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.acts.contracts import Actor, Conflict
from lienthong.kernel.audit.services import record

from .. import rules
from ..models import Calendar
from .new_version import new_version
from .refusals import hours_not_sound, no_such_calendar

Hours = Mapping[str, Sequence[Sequence[str]]]


@transaction.atomic
def change_calendar(
    *,
    calendar_id: int,
    hours: Hours,
    parent_id: int | None,
    valid_from: date | None,
    valid_to: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Set what a calendar says of every week; due dates already given do not change (R-38, R-41).

    :param hours: sessions per ISO weekday, `{"1": [["07:30", "11:30"]]}`; empty inherits the parent's
    :raises CalendarNotFound: the calendar or its parent does not exist
    :raises InvalidHours: the hours are not sound
    :raises Conflict: the parent itself inherits from this calendar
    """
    try:
        week = rules.read_week(hours)
    except ValueError as error:
        raise hours_not_sound() from error
    # Locking all in one order keeps two changes from closing a circle together; there are few calendars.
    parents = dict(Calendar.objects.select_for_update().order_by("pk").values_list("pk", "parent_id"))
    for key in (calendar_id, parent_id):
        if key is not None and key not in parents:
            raise no_such_calendar(key)
    above = parent_id
    while above is not None:
        if above == calendar_id:
            raise Conflict(_("A calendar cannot inherit from itself."), calendar=calendar_id)
        above = parents[above]
    Calendar.objects.filter(pk=calendar_id).update(
        hours={str(day): rules.write_sessions(sessions) for day, sessions in week.items()},
        parent_id=parent_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    new_version(calendar_id=calendar_id)
    record(subject_type="calendar", subject_key=str(calendar_id), act="calendars.change_calendar", actor=actor, now=now)
