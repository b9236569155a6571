"""Reading processes: the inbox, the thread of a case, diagrams and times."""

from .decisions import list_decisions
from .definitions import get_definition, get_running, list_definitions
from .designs import compare_versions, find_draft, list_drafts, list_scenarios, list_versions
from .diagrams import get_definition_diagram, get_instance_diagram
from .failed_services import all_failed_services, count_failed_services, list_failed_services
from .held_clocks import list_held_clocks, list_held_timers
from .inbox import list_inbox
from .past import PAGE_SIZE, count_running, held_times, log_rows, step_heat
from .reports import get_report, list_reports
from .steps import (
    get_state,
    get_thread,
    list_steps,
    my_items_for,
    open_holders_of,
    open_items_for,
    open_steps_of,
    time_by_step,
)

__all__ = [
    "PAGE_SIZE",
    "all_failed_services",
    "compare_versions",
    "count_failed_services",
    "count_running",
    "find_draft",
    "get_definition",
    "get_definition_diagram",
    "get_instance_diagram",
    "get_report",
    "get_running",
    "get_state",
    "get_thread",
    "held_times",
    "list_decisions",
    "list_definitions",
    "list_drafts",
    "list_failed_services",
    "list_held_clocks",
    "list_held_timers",
    "list_inbox",
    "list_reports",
    "list_scenarios",
    "list_steps",
    "list_versions",
    "log_rows",
    "my_items_for",
    "open_holders_of",
    "open_items_for",
    "open_steps_of",
    "step_heat",
    "time_by_step",
]
