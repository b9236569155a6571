"""For tests and the demo: the history and the access log as they stand in the tables."""

from .models import AccessEntry, HistoryEntry

__all__ = ["AccessEntry", "HistoryEntry"]
