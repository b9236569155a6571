"""Tables of organizations."""

from .agency import Agency
from .appointment import Appointment, Position
from .edition import Edition
from .party import Party

__all__ = ["Agency", "Appointment", "Edition", "Party", "Position"]
