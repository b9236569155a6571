"""What may be read of the one-stop shop."""

from .clock import ClockedRow, DossierClock, clocked, dossier_clock
from .dossiers import (
    DossierCard,
    DossierDetail,
    DossierFilters,
    DossierRow,
    SupplementRow,
    count_by_state,
    get_card,
    get_dossier,
    list_dossiers,
)
from .figures import FigureRow, Figures, figures, figures_by_month
from .packages import InstalledPackage, forget_packages, list_packages, load_package, package_of
from .public import popular_codes, public_figures
from .tracking import track
from .urgent import Urgent, urgent

__all__ = [
    "ClockedRow",
    "DossierCard",
    "DossierClock",
    "DossierDetail",
    "DossierFilters",
    "DossierRow",
    "FigureRow",
    "Figures",
    "InstalledPackage",
    "SupplementRow",
    "Urgent",
    "clocked",
    "count_by_state",
    "dossier_clock",
    "figures",
    "figures_by_month",
    "forget_packages",
    "get_card",
    "get_dossier",
    "list_dossiers",
    "list_packages",
    "load_package",
    "package_of",
    "popular_codes",
    "public_figures",
    "track",
    "urgent",
]
