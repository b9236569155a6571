"""What others may ask of audit."""

from .note_reads import Reading, keep_reads, note_reads, noting, reading
from .record import record, record_all

__all__ = ["Reading", "keep_reads", "note_reads", "noting", "reading", "record", "record_all"]
