"""Doors of calendars, for administrators."""

from .calendars import create, details, export, give, index, show
from .changes import apply, change, drop
from .edits import day, hours, load, national
from .tryout import what_if

__all__ = [
    "apply",
    "change",
    "create",
    "day",
    "details",
    "drop",
    "export",
    "give",
    "hours",
    "index",
    "load",
    "national",
    "show",
    "what_if",
]
