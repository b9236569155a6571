"""Tables of the one-stop shop."""

from .consultation import Consultation
from .dossier import Dossier
from .filing import Filing, FilingPaper
from .hand_over import HandOver
from .intake import IntakePaper, IntakeSlip
from .offer import ServiceOffer
from .package import PackageFile, PackageRun, ServicePackage
from .parts import DossierPaper, Extension, Opinion, Supplement, SupplementProposal
from .result import Result
from .withdrawal import Withdrawal

__all__ = [
    "Consultation",
    "Dossier",
    "DossierPaper",
    "Extension",
    "Filing",
    "FilingPaper",
    "HandOver",
    "IntakePaper",
    "IntakeSlip",
    "Opinion",
    "PackageFile",
    "PackageRun",
    "Result",
    "ServiceOffer",
    "ServicePackage",
    "Supplement",
    "SupplementProposal",
    "Withdrawal",
]
