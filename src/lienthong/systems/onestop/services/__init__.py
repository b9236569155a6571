"""What may be done to dossiers, one act a file."""

from .accept_dossier import accept_dossier
from .add_opinion import add_opinion
from .adopt_form import adopt_form
from .assign_step import assign_step
from .attach_paper import attach_paper
from .complete_step import claim_step, complete_step, release_step
from .digitise_paper import digitise_paper
from .extend_dossier import extend_dossier
from .follow_case import follow_case
from .follow_payment import follow_payment
from .install_package import install_package
from .issue_result import issue_result
from .move_due_dates import move_due_dates
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
from .unanswered import remind_of_supplements, stop_unanswered

__all__ = [
    "accept_dossier",
    "add_opinion",
    "adopt_form",
    "assign_step",
    "attach_paper",
    "claim_step",
    "complete_step",
    "digitise_paper",
    "extend_dossier",
    "follow_case",
    "follow_paper",
    "follow_payment",
    "install_package",
    "issue_result",
    "move_due_dates",
    "receive_supplement",
    "record_payment",
    "refuse_dossier",
    "refuse_intake",
    "release_step",
    "remind_of_supplements",
    "replace_result",
    "request_completion",
    "request_supplement",
    "return_result",
    "return_step",
    "revoke_result",
    "send_supplement",
    "sign_result",
    "stop_unanswered",
]
