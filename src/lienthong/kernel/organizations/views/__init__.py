"""Doors of organizations, for administrators."""

from .agencies import agency, change, directory
from .appointments import appoint, end

__all__ = ["agency", "appoint", "change", "directory", "end"]
