"""Doors of acts: bulk runs, and the page of undelivered events, which lie below and know no actor."""

from .bulk import export_run, list_runs, show_run, steer_run, undo_run
from .undelivered import retry, undelivered

__all__ = ["export_run", "list_runs", "retry", "show_run", "steer_run", "undelivered", "undo_run"]
