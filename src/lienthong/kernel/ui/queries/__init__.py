"""Reads that need no table: what the style page shows, and the moments of local days."""

from .days import local_midnight, within_days
from .style import (
    Component,
    Snippet,
    cotton_components,
    find_component,
    list_components,
    swatches,
    token_values,
)

__all__ = [
    "Component",
    "Snippet",
    "cotton_components",
    "find_component",
    "list_components",
    "local_midnight",
    "swatches",
    "token_values",
    "within_days",
]
