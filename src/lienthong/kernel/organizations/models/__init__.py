"""Tables of organizations."""

from .agency import Agency
from .agency_import import AgencyImport, AgencyImportLine
from .appointment import Appointment, Position
from .edition import Edition
from .party import Party
from .period import AgencyPeriod, Succession
from .reorganization import Reorganization, ReorganizationItem

__all__ = [
    "Agency",
    "AgencyImport",
    "AgencyImportLine",
    "AgencyPeriod",
    "Appointment",
    "Edition",
    "Party",
    "Position",
    "Reorganization",
    "ReorganizationItem",
    "Succession",
]
