"""The pure rules of forms: numbers, places, money, and how a form is described, checked, changed and compared."""

from .checking import find_problems
from .description import describe, write
from .shaping import iso_day, normalize, shown_day

__all__ = ["describe", "find_problems", "iso_day", "normalize", "shown_day", "write"]
