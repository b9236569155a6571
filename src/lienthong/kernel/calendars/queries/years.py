"""A year of a calendar at a glance."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from .. import rules
from ..contracts import DayEntry, DayKind, Session
from .working_time import load_chain


@dataclass(frozen=True)
class DayCell:
    """One day: what kind of day it is, when work is done, and what the calendar says of it.

    `look` is `work`, `short` (less than a standard day), `made_up`, `off` (by entry), `rest` (like every week).
    """

    day: date
    look: str
    sessions: tuple[Session, ...]
    entry: DayEntry | None


@dataclass(frozen=True)
class MonthGrid:
    """One month in weeks from Monday to Sunday; days of other months are None."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    working_days: int


@dataclass(frozen=True)
class SpecialDay:
    """One day in the list below the year, and the calendar that says so."""

    entry: DayEntry
    own: bool
    said_by: str


@dataclass(frozen=True)
class YearPage:
    """Twelve months, the special days in order, and how much work there is in the year."""

    year: int
    months: tuple[MonthGrid, ...]
    special: tuple[SpecialDay, ...]
    working_days: int
    days_off: int
    to_confirm: int


def year_of(*, calendar_id: int, year: int) -> YearPage:
    """Return a year of a calendar, with what it inherits.

    :raises CalendarNotFound: there is no such calendar
    """
    chain = load_chain(calendar_id=calendar_id)
    work = rules.WorkingTime(tuple(layer for said in chain for layer in said.layers()))
    months = tuple(_month(work, year, month) for month in range(1, 13))
    special: dict[date, SpecialDay] = {}
    for said in chain:
        for entry in said.days.values():
            if entry.day.year == year and work.entry(entry.day) == entry:
                special.setdefault(entry.day, SpecialDay(entry, said.calendar_id == calendar_id, said.name))
    listed = tuple(special[day] for day in sorted(special))
    return YearPage(
        year=year,
        months=months,
        special=listed,
        working_days=sum(month.working_days for month in months),
        days_off=sum(each.entry.kind in rules.OFF for each in listed),
        to_confirm=sum(each.entry.to_confirm for each in listed),
    )


def _month(work: rules.WorkingTime, year: int, month: int) -> MonthGrid:
    weeks = tuple(
        tuple(_cell(work, day) if day.month == month else None for day in week)
        for week in Weeks().monthdatescalendar(year, month)
    )
    working = sum(bool(cell.sessions) for week in weeks for cell in week if cell is not None)
    return MonthGrid(date(year, month, 1), weeks, working)


def _cell(work: rules.WorkingTime, day: date) -> DayCell:
    entry, sessions = work.entry(day), work.sessions(day)
    if entry is not None and entry.kind in rules.OFF:
        look = "off"
    elif not sessions:
        look = "rest"
    elif entry is not None and entry.kind is DayKind.MAKE_UP_WORKDAY:
        look = "made_up"
    else:
        look = "short" if rules.length(sessions) < work.standard_minutes(day) else "work"
    return DayCell(day, look, sessions, entry)
