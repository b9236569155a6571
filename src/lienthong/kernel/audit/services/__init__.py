"""What others may ask of audit."""

from .record import record
from .record_access import record_access

__all__ = ["record", "record_access"]
