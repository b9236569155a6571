"""What may be done to dossiers, one act a file."""

from .accept_dossier import accept_dossier
from .add_opinion import add_opinion
from .adopt_form import adopt_form
from .answer_filing import accept_filing, complete_filing, refuse_filing
from .assign_step import assign_step
from .attach_paper import attach_paper
from .cancel_reception import cancel_reception
from .certify_scans import certify_scans
from .complete_step import claim_step, complete_step, release_step
from .digitise_paper import digitise_paper
from .extend_dossier import extend_dossier
from .follow_case import follow_case
from .follow_payment import follow_payment
from .hand_over import hand_over, refuse_hand_over, take_back, take_hand_over
from .install_package import install_package
from .issue_result import issue_result
from .move_due_dates import move_due_dates
from .originals import return_originals, take_originals
from .pass_on_supplement import pass_on_supplement, withdraw_supplement
from .receive_supplement import receive_supplement
from .record_payment import record_payment
from .refuse_dossier import refuse_dossier
from .refuse_intake import refuse_intake
from .replace_result import replace_result
from .request_completion import request_completion
from .request_supplement import request_supplement
from .return_result import return_result
from .return_step import return_step
from .revoke_result import follow_paper, revoke_result
from .send_supplement import send_supplement
from .sign_result import sign_result
from .submit_filing import submit_filing
from .unanswered import remind_of_supplements, stop_unanswered
from .warn_filings import warn_of_filings

__all__ = [
    "accept_dossier",
    "accept_filing",
    "add_opinion",
    "adopt_form",
    "assign_step",
    "attach_paper",
    "cancel_reception",
    "certify_scans",
    "claim_step",
    "complete_filing",
    "complete_step",
    "digitise_paper",
    "extend_dossier",
    "follow_case",
    "follow_paper",
    "follow_payment",
    "hand_over",
    "install_package",
    "issue_result",
    "move_due_dates",
    "pass_on_supplement",
    "receive_supplement",
    "record_payment",
    "refuse_dossier",
    "refuse_filing",
    "refuse_hand_over",
    "refuse_intake",
    "release_step",
    "remind_of_supplements",
    "replace_result",
    "request_completion",
    "request_supplement",
    "return_originals",
    "return_result",
    "return_step",
    "revoke_result",
    "send_supplement",
    "sign_result",
    "stop_unanswered",
    "submit_filing",
    "take_back",
    "take_hand_over",
    "take_originals",
    "warn_of_filings",
    "withdraw_supplement",
]
