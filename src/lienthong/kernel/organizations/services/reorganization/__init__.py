"""Acts on plans of reorganisation."""

from .draft_plan import draft_plan
from .edit_lines import add_lines, remove_line
from .read_lines import read_lines
from .run_plan import run_plan
from .start_plan import start_plan

__all__ = ["add_lines", "draft_plan", "read_lines", "remove_line", "run_plan", "start_plan"]
