"""Tables of the one-stop shop."""

from .dossier import Dossier
from .intake import IntakePaper, IntakeSlip
from .package import ServicePackage
from .parts import DossierPaper, Extension, Opinion, Supplement
from .result import Result

__all__ = [
    "Dossier",
    "DossierPaper",
    "Extension",
    "IntakePaper",
    "IntakeSlip",
    "Opinion",
    "Result",
    "ServicePackage",
    "Supplement",
]
