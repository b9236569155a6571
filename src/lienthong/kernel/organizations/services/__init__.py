"""What others may ask of organizations."""

from .appoint import appoint, save_position
from .found_agency import found_agency
from .register_party import register_party

__all__ = ["appoint", "found_agency", "register_party", "save_position"]
