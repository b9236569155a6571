"""Tables of the one-stop shop."""

from .dossier import Dossier
from .package import ServicePackage
from .parts import DossierPaper, Opinion, Result, Supplement

__all__ = ["Dossier", "DossierPaper", "Opinion", "Result", "ServicePackage", "Supplement"]
