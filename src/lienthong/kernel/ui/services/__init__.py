"""What other apps may ask of the interface."""

from .parts import asks_for_main, asks_for_part, keep_address
from .refusals import refuse, report_failure
from .tables import Column, send_table

__all__ = [
    "Column",
    "asks_for_main",
    "asks_for_part",
    "keep_address",
    "refuse",
    "report_failure",
    "send_table",
]
