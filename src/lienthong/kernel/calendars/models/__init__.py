"""The tables of calendars."""

from .calendar import Calendar, CalendarDay, CalendarWeek
from .change import CalendarChange

__all__ = ["Calendar", "CalendarChange", "CalendarDay", "CalendarWeek"]
