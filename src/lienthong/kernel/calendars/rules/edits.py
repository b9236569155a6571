"""Changes of a calendar as values: stored, read, applied, turned back, and what they do to a clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from ..contracts import CalendarDetails, CalendarEdit, DayEntry, DayKind, HeldClock, WeekPeriod
from .clock import due_of
from .hours import read_sessions, read_week, write_sessions, write_week
from .working_time import CalendarIsSilentError, WorkingTime, to_minute

Weeks = Sequence[WeekPeriod]
Days = Mapping[date, DayEntry]


class Fate(StrEnum):
    """What a change of a calendar does to a stored due date."""

    SAME = "same"
    MOVES = "moves"
    MOVED = "moved"
    KEPT = "kept"


def fate_of(held: HeldClock, before: WorkingTime, after: WorkingTime) -> tuple[Fate, int]:
    """Return what happens to a stored due date, and where it moves to.

    A due date that is neither what the calendar gave before nor what it gives now was set by decision, and is kept.
    """
    stored = to_minute(held.due_at)
    if held.terms is None:
        return Fate.SAME, stored
    try:
        old, new = due_of(before, held.terms), due_of(after, held.terms)
    except CalendarIsSilentError:
        # Nothing can be counted before or after; what was given stays.
        return Fate.KEPT, stored
    if old == new:
        return Fate.SAME, stored
    if stored == old:
        return Fate.MOVES, new
    return (Fate.MOVED if stored == new else Fate.KEPT), stored


def edited(weeks: Weeks, days: Days, edit: CalendarEdit) -> tuple[tuple[WeekPeriod, ...], dict[date, DayEntry]]:
    """Return the hours and days of a calendar after a change."""
    kept = {period.valid_from: period for period in weeks}
    for begins in edit.removed_weeks:
        kept.pop(begins, None)
    kept |= {period.valid_from: period for period in edit.weeks}
    changed = {day: entry for day, entry in days.items() if day not in edit.removed_days}
    return tuple(kept.values()), changed | {entry.day: entry for entry in edit.days}


def inverse(weeks: Weeks, days: Days, details: CalendarDetails, edit: CalendarEdit) -> CalendarEdit:
    """Return the change that turns a change back; `edited` with it gives what was there before."""
    had = {period.valid_from: period for period in weeks}
    touched = [period.valid_from for period in edit.weeks] + list(edit.removed_weeks)
    touched_days = [entry.day for entry in edit.days] + list(edit.removed_days)
    return CalendarEdit(
        days=tuple(days[day] for day in dict.fromkeys(touched_days) if day in days),
        removed_days=tuple(day for day in dict.fromkeys(touched_days) if day not in days),
        weeks=tuple(had[begins] for begins in dict.fromkeys(touched) if begins in had),
        removed_weeks=tuple(begins for begins in dict.fromkeys(touched) if begins is not None and begins not in had),
        details=details if edit.details is not None else None,
    )


def without_idle_parts(weeks: Weeks, days: Days, details: CalendarDetails, edit: CalendarEdit) -> CalendarEdit:
    """Return the change without what it would leave as it is."""
    had = {period.valid_from: period for period in weeks}
    return CalendarEdit(
        days=tuple(entry for entry in edit.days if days.get(entry.day) != entry),
        removed_days=tuple(day for day in edit.removed_days if day in days),
        weeks=tuple(period for period in edit.weeks if had.get(period.valid_from) != period),
        removed_weeks=tuple(begins for begins in edit.removed_weeks if begins in had),
        details=edit.details if edit.details != details else None,
    )


def window(edit: CalendarEdit, undo: CalendarEdit) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the change makes any difference; None is without end."""
    if edit.details is not None:
        return None, None
    periods = [*edit.weeks, *undo.weeks]
    days = [entry.day for entry in (*edit.days, *undo.days)]
    firsts = [*days, *(period.valid_from for period in periods)]
    lasts = [*days, *(period.valid_to for period in periods)]
    first = None if None in firsts else min((day for day in firsts if day), default=None)
    return first, None if None in lasts else max((day for day in lasts if day), default=None)


def write_edit(edit: CalendarEdit) -> dict[str, Any]:
    """Return a change as it is stored."""
    details = edit.details
    return {
        "days": [write_entry(entry) for entry in edit.days],
        "removed_days": [day.isoformat() for day in edit.removed_days],
        "weeks": [write_period(period) for period in edit.weeks],
        "removed_weeks": [day.isoformat() for day in edit.removed_weeks],
        "details": None
        if details is None
        else {
            "name": details.name,
            "parent": details.parent_id,
            "from": _iso(details.valid_from),
            "to": _iso(details.valid_to),
        },
    }


def read_edit(data: Mapping[str, Any]) -> CalendarEdit:
    """Read a stored change; the inverse of `write_edit`.

    :raises ValueError: a part of it cannot be read
    """
    details = data.get("details")
    return CalendarEdit(
        days=tuple(read_entry(each) for each in data.get("days", ())),
        removed_days=tuple(date.fromisoformat(each) for each in data.get("removed_days", ())),
        weeks=tuple(read_period(each) for each in data.get("weeks", ())),
        removed_weeks=tuple(date.fromisoformat(each) for each in data.get("removed_weeks", ())),
        details=None
        if details is None
        else CalendarDetails(details["name"], details["parent"], _date(details["from"]), _date(details["to"])),
    )


def write_entry(entry: DayEntry) -> dict[str, Any]:
    """Return a special day as it is stored in a change."""
    hours = None if entry.hours is None else write_sessions(entry.hours)
    said = {"name": entry.name, "source": entry.source, "to_confirm": entry.to_confirm}
    return {"date": entry.day.isoformat(), "kind": entry.kind.value, "hours": hours, **said}


def read_entry(data: Mapping[str, Any]) -> DayEntry:
    """Read a special day.

    :raises ValueError: the date, the kind or the hours cannot be read
    """
    hours = data.get("hours")
    return DayEntry(
        day=date.fromisoformat(data["date"]),
        kind=DayKind(data["kind"]),
        name=data["name"],
        source=data.get("source", ""),
        hours=None if hours is None else read_sessions(hours),
        to_confirm=bool(data.get("to_confirm")),
    )


def write_period(period: WeekPeriod) -> dict[str, Any]:
    """Return hours of a period as they are stored in a change."""
    ends = {"from": _iso(period.valid_from), "to": _iso(period.valid_to)}
    return {**ends, "hours": write_week(period.hours), "source": period.source}


def read_period(data: Mapping[str, Any]) -> WeekPeriod:
    """Read hours of a period.

    :raises ValueError: a date or the hours cannot be read
    """
    return WeekPeriod(read_week(data["hours"]), _date(data["from"]), _date(data["to"]), data.get("source", ""))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
