"""What may be read of the one-stop shop."""

from .dossiers import (
    DossierDetail,
    DossierFilters,
    DossierRow,
    SupplementRow,
    count_by_state,
    get_dossier,
    list_dossiers,
    may_see_file,
)
from .figures import Figures, figures
from .packages import InstalledPackage, forget_packages, list_packages, load_package, package_of
from .tracking import track

__all__ = [
    "DossierDetail",
    "DossierFilters",
    "DossierRow",
    "Figures",
    "InstalledPackage",
    "SupplementRow",
    "count_by_state",
    "figures",
    "forget_packages",
    "get_dossier",
    "list_dossiers",
    "list_packages",
    "load_package",
    "may_see_file",
    "package_of",
    "track",
]
