"""What others may ask of calendars."""

from .apply_change import apply_change
from .create_calendar import create_calendar
from .drop_change import drop_change
from .ensure_standard_calendar import ensure_standard_calendar
from .give_calendar import give_calendar
from .import_days import import_days, read_national_days
from .move_due_dates import move_due_dates
from .propose_change import propose_change
from .read_days import read_days

__all__ = [
    "apply_change",
    "create_calendar",
    "drop_change",
    "ensure_standard_calendar",
    "give_calendar",
    "import_days",
    "move_due_dates",
    "propose_change",
    "read_days",
    "read_national_days",
]
