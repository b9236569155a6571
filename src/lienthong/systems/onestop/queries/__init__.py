"""What may be read of the one-stop shop."""

from ..rules import is_dossier_code
from .clock import ClockedRow, DossierClock, clocked, dossier_clock
from .dossiers import count_by_state, get_card, get_dossier, list_dossiers
from .figures import FigureRow, Figures, figures, figures_by_month
from .filings import (
    FilingDetail,
    FilingFacts,
    FilingFilters,
    FilingRow,
    count_filings,
    filing_facts,
    get_filing,
    list_filings,
)
from .found import entries_of, tracking_address
from .hand_overs import (
    HandOverFilters,
    HandOverRow,
    HandOverView,
    all_hand_overs,
    count_hand_overs,
    hand_overs_of,
    list_hand_overs,
    slip_lines,
)
from .held_clocks import list_held_clocks, numbers_after, open_numbers_below, terms_of, why_due
from .intake import (
    IntakeDetail,
    IntakeFilters,
    IntakeRow,
    count_intake_slips,
    get_intake_slip,
    intake_slips_of,
    list_intake_slips,
)
from .known import KNOWN_NAMES, prefilled, subject_of
from .late import LateFilters, LateRow, late_rows, list_late
from .looks import EXPORT, LISTED, REVEAL, SERVED, SOUGHT, note_people, owners_by_number, owners_of
from .packages import InstalledPackage, forget_packages, list_packages, load_package, package_of
from .picture import known_codes, picture, received_on
from .proposals import ProposalLine, list_proposals
from .public import popular_codes, public_figures
from .register import RegisterRow, count_register, register_rows
from .results import issued_results, kept_papers, last_result, result_in_force
from .rows import (
    DossierCard,
    DossierDetail,
    DossierFilters,
    DossierRow,
    ExtensionRow,
    IssuedResult,
    KeptPaper,
    PaperRow,
    SupplementRow,
)
from .situation import FIGURES, GROUPS, Situation, SituationRow, situation
from .standing import STANDINGS
from .stored import stored_for
from .tracking import OpenRequest, find_by_secret, open_request, track
from .twins import find_recent, find_twin
from .urgent import Urgent, urgent

__all__ = [
    "EXPORT",
    "FIGURES",
    "GROUPS",
    "KNOWN_NAMES",
    "LISTED",
    "REVEAL",
    "SERVED",
    "SOUGHT",
    "STANDINGS",
    "ClockedRow",
    "DossierCard",
    "DossierClock",
    "DossierDetail",
    "DossierFilters",
    "DossierRow",
    "ExtensionRow",
    "FigureRow",
    "Figures",
    "FilingDetail",
    "FilingFacts",
    "FilingFilters",
    "FilingRow",
    "HandOverFilters",
    "HandOverRow",
    "HandOverView",
    "InstalledPackage",
    "IntakeDetail",
    "IntakeFilters",
    "IntakeRow",
    "IssuedResult",
    "KeptPaper",
    "LateFilters",
    "LateRow",
    "OpenRequest",
    "PaperRow",
    "ProposalLine",
    "RegisterRow",
    "Situation",
    "SituationRow",
    "SupplementRow",
    "Urgent",
    "all_hand_overs",
    "clocked",
    "count_by_state",
    "count_filings",
    "count_hand_overs",
    "count_intake_slips",
    "count_register",
    "dossier_clock",
    "entries_of",
    "figures",
    "figures_by_month",
    "filing_facts",
    "find_by_secret",
    "find_recent",
    "find_twin",
    "forget_packages",
    "get_card",
    "get_dossier",
    "get_filing",
    "get_intake_slip",
    "hand_overs_of",
    "intake_slips_of",
    "is_dossier_code",
    "issued_results",
    "kept_papers",
    "known_codes",
    "last_result",
    "late_rows",
    "list_dossiers",
    "list_filings",
    "list_hand_overs",
    "list_held_clocks",
    "list_intake_slips",
    "list_late",
    "list_packages",
    "list_proposals",
    "load_package",
    "note_people",
    "numbers_after",
    "open_numbers_below",
    "open_request",
    "owners_by_number",
    "owners_of",
    "package_of",
    "picture",
    "popular_codes",
    "prefilled",
    "public_figures",
    "received_on",
    "register_rows",
    "result_in_force",
    "situation",
    "slip_lines",
    "stored_for",
    "subject_of",
    "terms_of",
    "track",
    "tracking_address",
    "urgent",
    "why_due",
]
