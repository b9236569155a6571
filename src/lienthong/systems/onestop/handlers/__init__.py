"""What follows in this app from its own facts and from others, by what it is about."""

from . import dossiers, fees, filings

__all__ = ["dossiers", "fees", "filings"]
