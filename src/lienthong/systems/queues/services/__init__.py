"""What may be done with queues, one act a file."""

from .call_again import call_again
from .call_next import call_next
from .close_day import close_day
from .end_serving import end_serving
from .follow_ticket import ask_to_be_told, leave_line
from .found_desk import found_desk
from .link_dossier import link_dossier
from .mark_absent import mark_absent
from .save_class import save_class
from .save_counter import save_counter
from .save_desk import replace_secret, save_desk
from .save_priority import save_priority
from .sit_at_counter import close_counter, open_counter, pause_counter
from .start_serving import start_serving
from .take_ticket import take_ticket
from .transfer_ticket import transfer_ticket

__all__ = [
    "ask_to_be_told",
    "call_again",
    "call_next",
    "close_counter",
    "close_day",
    "end_serving",
    "found_desk",
    "leave_line",
    "link_dossier",
    "mark_absent",
    "open_counter",
    "pause_counter",
    "replace_secret",
    "save_class",
    "save_counter",
    "save_desk",
    "save_priority",
    "start_serving",
    "take_ticket",
    "transfer_ticket",
]
