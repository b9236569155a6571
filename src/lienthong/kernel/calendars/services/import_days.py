"""Takes over special days, such as the national holidays carried with the program."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from .. import rules
from ..contracts import DayEntry, DayKind
from ..models import Calendar, CalendarDay
from .new_version import new_version
from .refusals import no_such_calendar

NATIONAL_DAYS = Path(__file__).parent.parent / "data" / "holidays.json"


def read_national_days() -> tuple[DayEntry, ...]:
    """Return Vietnam's days off, swaps and make-up workdays, 2018–2027; a flag says what is to be confirmed."""
    stored = json.loads(NATIONAL_DAYS.read_text(encoding="utf-8"))
    return tuple(
        DayEntry(
            day=date.fromisoformat(item["date"]),
            kind=DayKind(item["kind"]),
            name=item["name"],
            source=item.get("source", ""),
            to_confirm=bool(item.get("to_confirm")),
        )
        for item in stored["days"]
    )


@transaction.atomic
def import_days(*, calendar_id: int, days: Iterable[DayEntry]) -> int:
    """Enter days into a calendar, replacing what it says of the same dates; return how many were given.

    :raises CalendarNotFound: there is no such calendar
    """
    if not Calendar.objects.select_for_update().filter(pk=calendar_id).exists():
        raise no_such_calendar(calendar_id)
    written = write_days(calendar_id=calendar_id, days=days)
    new_version(calendar_id=calendar_id)
    return written


def write_days(*, calendar_id: int, days: Iterable[DayEntry]) -> int:
    """Write days into the table, replacing those of the same dates; the caller gives the calendar its new version."""
    # Two entries of one date would make a single INSERT refuse; the later one is meant.
    by_date = {entry.day: entry for entry in days}
    rows = [
        CalendarDay(
            calendar_id=calendar_id,
            date=entry.day,
            kind=entry.kind.value,
            name=entry.name,
            source=entry.source,
            hours=None if entry.hours is None else rules.write_sessions(entry.hours),
            to_confirm=entry.to_confirm,
        )
        for entry in by_date.values()
    ]
    CalendarDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["calendar", "date"],
        update_fields=["kind", "name", "source", "hours", "to_confirm"],
    )
    return len(rows)
