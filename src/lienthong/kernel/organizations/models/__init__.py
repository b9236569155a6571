"""Tables of organizations."""

from .agency import Agency
from .agency_import import AgencyImport, AgencyImportLine
from .appointment import Appointment, Position
from .party import Party
from .period import AgencyPeriod, Succession
from .reorganization import Reorganization, ReorganizationItem

__all__ = [
    "Agency",
    "AgencyImport",
    "AgencyImportLine",
    "AgencyPeriod",
    "Appointment",
    "Party",
    "Position",
    "Reorganization",
    "ReorganizationItem",
    "Succession",
]
