"""The tables of calendars."""

from .calendar import Calendar, CalendarDay

__all__ = ["Calendar", "CalendarDay"]
