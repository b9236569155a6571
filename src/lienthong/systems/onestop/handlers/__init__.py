"""What follows in this app from its own facts and from others, by what it is about."""

from . import consultations, dossiers, fees, filings

__all__ = ["consultations", "dossiers", "fees", "filings"]
