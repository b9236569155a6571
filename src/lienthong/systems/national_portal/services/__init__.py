"""What may be done at the interface to the Portal, one act a file."""

from .ask import ask_for_due
from .compare_days import compare_day, compare_days
from .decide_kept import settle_act, try_act_again
from .note_change import note_change
from .process_acts import process_acts
from .send_again import send_again
from .send_dossier import send_dossier
from .set_route import set_route
from .take_in import take_in

__all__ = [
    "ask_for_due",
    "compare_day",
    "compare_days",
    "note_change",
    "process_acts",
    "send_again",
    "send_dossier",
    "set_route",
    "settle_act",
    "take_in",
    "try_act_again",
]
