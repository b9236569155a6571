"""For tests and the demo: the history and the access log as they stand in the tables."""

from .models import AccessEntry, AuditBlock, AuditCheck, AuditDay, HistoryEntry

__all__ = ["AccessEntry", "AuditBlock", "AuditCheck", "AuditDay", "HistoryEntry"]
