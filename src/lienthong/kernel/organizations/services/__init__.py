"""What others may ask of organizations."""

from .apply_import import apply_import, carry_out_import
from .appoint import appoint, save_position
from .appoint_acting import appoint_acting
from .appoint_officer import appoint_officer
from .change_agency import change_agency
from .delegate import DelegationDraft, delegate
from .end_appointment import end_appointment
from .end_delegation import end_delegation
from .establish_agency import establish_agency
from .found_agency import found_agency
from .give_calendar import give_calendar
from .preview_agencies import preview_agencies
from .register_party import register_party
from .reorganization import add_lines, draft_plan, read_lines, remove_line, run_plan, start_plan

__all__ = [
    "DelegationDraft",
    "add_lines",
    "apply_import",
    "appoint",
    "appoint_acting",
    "appoint_officer",
    "carry_out_import",
    "change_agency",
    "delegate",
    "draft_plan",
    "end_appointment",
    "end_delegation",
    "establish_agency",
    "found_agency",
    "give_calendar",
    "preview_agencies",
    "read_lines",
    "register_party",
    "remove_line",
    "run_plan",
    "save_position",
    "start_plan",
]
