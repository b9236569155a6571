"""Reading processes: the inbox, the thread of a case, diagrams and times."""

from .definitions import get_definition, get_running, list_definitions
from .diagrams import get_definition_diagram, get_instance_diagram
from .inbox import list_inbox
from .steps import get_state, list_steps, open_items_for, time_by_step

__all__ = [
    "get_definition",
    "get_definition_diagram",
    "get_instance_diagram",
    "get_running",
    "get_state",
    "list_definitions",
    "list_inbox",
    "list_steps",
    "open_items_for",
    "time_by_step",
]
