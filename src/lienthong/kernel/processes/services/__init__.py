"""What can be done with processes; every act runs in the caller's transaction."""

from .call_service import call_service
from .cancel import cancel
from .claim import claim
from .complete import complete
from .drafts import save_draft, start_draft
from .errands import close_errands, open_errands
from .foresee import foresee_giving, foresee_work
from .happen import (
    broadcast,
    deliver_message,
    end_in_silence,
    fire_due,
    happen,
    send_message,
    send_signal,
)
from .move_due_dates import move_step_due_dates, move_subject_due_dates, move_timer_due_dates
from .pause import pause
from .postpone import postpone
from .publish_draft import publish_draft
from .reassign import reassign
from .release import release
from .reports import ask_move, ask_simulation, work_on_report
from .resume import resume
from .retry_service import retry_service
from .return_to_previous import return_to_previous
from .save_decision import save_decision
from .save_definition import save_definition
from .scenarios import delete_scenario, save_scenario
from .skip_service import skip_service
from .start import start

__all__ = [
    "ask_move",
    "ask_simulation",
    "broadcast",
    "call_service",
    "cancel",
    "claim",
    "close_errands",
    "complete",
    "delete_scenario",
    "deliver_message",
    "end_in_silence",
    "fire_due",
    "foresee_giving",
    "foresee_work",
    "happen",
    "move_step_due_dates",
    "move_subject_due_dates",
    "move_timer_due_dates",
    "open_errands",
    "pause",
    "postpone",
    "publish_draft",
    "reassign",
    "release",
    "resume",
    "retry_service",
    "return_to_previous",
    "save_decision",
    "save_definition",
    "save_draft",
    "save_scenario",
    "send_message",
    "send_signal",
    "skip_service",
    "start",
    "start_draft",
    "work_on_report",
]
