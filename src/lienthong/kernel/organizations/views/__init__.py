"""Doors of organizations: pages of administration, and what officers delegate."""

from .agencies import agency, change, directory, found, tree
from .appointments import acting, appoint, end
from .delegations import delegate, delegations, take_back
from .imports import apply, export, import_run, imports
from .maps import export_map, plan_map
from .plans import add_line, plan, plans, read_lines, rehearse, remove_line, start

__all__ = [
    "acting",
    "add_line",
    "agency",
    "apply",
    "appoint",
    "change",
    "delegate",
    "delegations",
    "directory",
    "end",
    "export",
    "export_map",
    "found",
    "import_run",
    "imports",
    "plan",
    "plan_map",
    "plans",
    "read_lines",
    "rehearse",
    "remove_line",
    "start",
    "take_back",
    "tree",
]
