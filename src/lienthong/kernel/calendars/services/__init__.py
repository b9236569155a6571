"""What others may ask of calendars."""

from .change_calendar import change_calendar
from .ensure_standard_calendar import ensure_standard_calendar
from .import_days import import_days, read_national_days
from .set_day import remove_day, set_day

__all__ = [
    "change_calendar",
    "ensure_standard_calendar",
    "import_days",
    "read_national_days",
    "remove_day",
    "set_day",
]
