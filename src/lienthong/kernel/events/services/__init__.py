"""What others may ask of events."""

from .deliver import deliver_subject
from .publish import publish
from .rescue import rescue_work
from .retry_event import retry_event

__all__ = ["deliver_subject", "publish", "rescue_work", "retry_event"]
