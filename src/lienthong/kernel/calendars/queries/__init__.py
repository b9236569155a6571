"""Questions about working time and calendars."""

from ..rules import later_month
from .calendars import CalendarLine, CalendarPage, calendar_choices, get_calendar, list_calendars
from .changes import (
    AffectedLine,
    ChangePage,
    DayChange,
    Effect,
    effect_of,
    get_change,
    list_changes,
)
from .working_time import (
    SECONDS_BEFORE_ASKING_AGAIN,
    add_limit,
    add_working_minutes,
    due_of,
    explain_due,
    forget,
    get_working_time,
    hand_on_by,
    is_working_day,
    list_days,
    next_working_moment,
    sessions_of,
    standard_day_minutes,
    working_minutes_between,
)
from .years import DayCell, MonthGrid, YearPage, year_of

__all__ = [
    "SECONDS_BEFORE_ASKING_AGAIN",
    "AffectedLine",
    "CalendarLine",
    "CalendarPage",
    "ChangePage",
    "DayCell",
    "DayChange",
    "Effect",
    "MonthGrid",
    "YearPage",
    "add_limit",
    "add_working_minutes",
    "calendar_choices",
    "due_of",
    "effect_of",
    "explain_due",
    "forget",
    "get_calendar",
    "get_change",
    "get_working_time",
    "hand_on_by",
    "is_working_day",
    "later_month",
    "list_calendars",
    "list_changes",
    "list_days",
    "next_working_moment",
    "sessions_of",
    "standard_day_minutes",
    "working_minutes_between",
    "year_of",
]
