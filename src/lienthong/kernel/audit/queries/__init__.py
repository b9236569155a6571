"""Reading the history, the log of looks, and the chain over both."""

from .chain import (
    block_rows,
    export_day,
    find_check,
    get_day,
    list_checks,
    list_days,
    list_findings,
    where_it_stands,
)
from .records import BATCH, list_acts, list_history, list_looks, stream_looks

__all__ = [
    "BATCH",
    "block_rows",
    "export_day",
    "find_check",
    "get_day",
    "list_acts",
    "list_checks",
    "list_days",
    "list_findings",
    "list_history",
    "list_looks",
    "stream_looks",
    "where_it_stands",
]
