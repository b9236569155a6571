"""What others may ask of audit."""

from .check_chain import check_chain
from .close_days import close_days
from .note_reads import Reading, keep_reads, note_reads, noting, reading
from .record import record, record_all
from .remove_looks import remove_looks
from .run_check import ask_for_check, run_check
from .stamp_days import stamp_days

__all__ = [
    "Reading",
    "ask_for_check",
    "check_chain",
    "close_days",
    "keep_reads",
    "note_reads",
    "noting",
    "reading",
    "record",
    "record_all",
    "remove_looks",
    "run_check",
    "stamp_days",
]
