"""Tables of organizations."""

from .agency import Agency
from .appointment import Appointment, Position
from .party import Party

__all__ = ["Agency", "Appointment", "Party", "Position"]
