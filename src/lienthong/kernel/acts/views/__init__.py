"""Doors of acts: bulk runs, and the pages of events and of the chain over the history, which know no actor."""

from .bulk import export_run, list_runs, show_run, steer_run, undo_run
from .chain import chain, chain_check, check_chain, export_chain, export_chain_day
from .undelivered import decide_undelivered, export_undelivered, undelivered

__all__ = [
    "chain",
    "chain_check",
    "check_chain",
    "decide_undelivered",
    "export_chain",
    "export_chain_day",
    "export_run",
    "export_undelivered",
    "list_runs",
    "show_run",
    "steer_run",
    "undelivered",
    "undo_run",
]
