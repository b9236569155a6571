"""What may be done to dossiers, one act a file."""

from .accept_dossier import accept_dossier
from .add_opinion import add_opinion
from .adopt_form import adopt_form
from .answer_consultation import answer_consultation
from .answer_filing import accept_filing, complete_filing, refuse_filing
from .assign_step import assign_step
from .attach_paper import attach_paper
from .cancel_reception import cancel_reception
from .certify_scans import certify_scans
from .chase_consultations import (
    remind_consultation,
    take_silence,
    tell_of_late_consultations,
    withdraw_consultation,
)
from .complete_step import claim_step, complete_step, release_step
from .consult import consult
from .digitise_paper import digitise_paper
from .extend_dossier import extend_dossier
from .follow_case import follow_case
from .follow_payment import follow_payment
from .hand_over import hand_over, refuse_hand_over, take_back, take_hand_over
from .import_package import import_package
from .install_package import install_package, shipped
from .issue_result import issue_result
from .move_due_dates import move_due_dates
from .offer_service import close_offer, offer_service
from .originals import return_originals, take_originals
from .pass_on_supplement import pass_on_supplement, withdraw_supplement
from .publish_package import publish_package
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
from .run_scenarios import run_scenarios, start_scenarios, tell_folder
from .send_supplement import send_supplement
from .sign_package import sign_package
from .sign_result import sign_result
from .submit_filing import submit_filing
from .unanswered import remind_of_supplements, stop_unanswered
from .warn_filings import warn_of_filings
from .withdraw_dossier import agree_withdrawal, ask_withdrawal, decline_withdrawal, record_withdrawal

__all__ = [
    "accept_dossier",
    "accept_filing",
    "add_opinion",
    "adopt_form",
    "agree_withdrawal",
    "answer_consultation",
    "ask_withdrawal",
    "assign_step",
    "attach_paper",
    "cancel_reception",
    "certify_scans",
    "claim_step",
    "close_offer",
    "complete_filing",
    "complete_step",
    "consult",
    "decline_withdrawal",
    "digitise_paper",
    "extend_dossier",
    "follow_case",
    "follow_paper",
    "follow_payment",
    "hand_over",
    "import_package",
    "install_package",
    "issue_result",
    "move_due_dates",
    "offer_service",
    "pass_on_supplement",
    "publish_package",
    "receive_supplement",
    "record_payment",
    "record_withdrawal",
    "refuse_dossier",
    "refuse_filing",
    "refuse_hand_over",
    "refuse_intake",
    "release_step",
    "remind_consultation",
    "remind_of_supplements",
    "replace_result",
    "request_completion",
    "request_supplement",
    "return_originals",
    "return_result",
    "return_step",
    "revoke_result",
    "run_scenarios",
    "send_supplement",
    "shipped",
    "sign_package",
    "sign_result",
    "start_scenarios",
    "stop_unanswered",
    "submit_filing",
    "take_back",
    "take_hand_over",
    "take_originals",
    "take_silence",
    "tell_folder",
    "tell_of_late_consultations",
    "warn_of_filings",
    "withdraw_consultation",
    "withdraw_supplement",
]
