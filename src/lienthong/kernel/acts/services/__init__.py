"""What others may ask of acts."""

from .check_chain import check_chain
from .decide_undelivered import give_up_undelivered, retry_undelivered
from .offered_acts import offered
from .once import run_once
from .propose_bulk import propose_bulk
from .steer_bulk import pause_bulk, resume_bulk, start_bulk, stop_bulk
from .undo_bulk import undo_bulk
from .work_on_bulk import forget_unused, work_on_bulk

__all__ = [
    "check_chain",
    "forget_unused",
    "give_up_undelivered",
    "offered",
    "pause_bulk",
    "propose_bulk",
    "resume_bulk",
    "retry_undelivered",
    "run_once",
    "start_bulk",
    "stop_bulk",
    "undo_bulk",
    "work_on_bulk",
]
