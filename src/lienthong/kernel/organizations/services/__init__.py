"""What others may ask of organizations."""

from .appoint import appoint, save_position
from .appoint_officer import appoint_officer
from .change_agency import change_agency
from .end_appointment import end_appointment
from .found_agency import found_agency
from .register_party import register_party

__all__ = [
    "appoint",
    "appoint_officer",
    "change_agency",
    "end_appointment",
    "found_agency",
    "register_party",
    "save_position",
]
