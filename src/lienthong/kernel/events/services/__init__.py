"""What others may ask of events."""

from .deliver import deliver_subject
from .publish import publish

__all__ = ["deliver_subject", "publish"]
