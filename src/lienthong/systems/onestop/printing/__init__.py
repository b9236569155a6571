"""What stands on the printed forms and results, as data for the templates in `papers/`."""

from .results import result_context, result_data, result_lines
from .slips import (
    apology_context,
    control_slip_context,
    hand_over_slip_context,
    hand_over_verdict,
    intake_context,
    local,
    money,
    printed_form,
    receipt_context,
    refusal_context,
    stop_notice_context,
    supplement_context,
    tracking_url,
)

__all__ = [
    "apology_context",
    "control_slip_context",
    "hand_over_slip_context",
    "hand_over_verdict",
    "intake_context",
    "local",
    "money",
    "printed_form",
    "receipt_context",
    "refusal_context",
    "result_context",
    "result_data",
    "result_lines",
    "stop_notice_context",
    "supplement_context",
    "tracking_url",
]
