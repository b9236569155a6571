"""What follows in this app from its own facts and from others, by what it is about."""

from . import dossiers, filings

__all__ = ["dossiers", "filings"]
