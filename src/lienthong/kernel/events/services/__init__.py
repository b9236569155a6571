"""What others may ask of events."""

from .deliver import deliver_subject
from .publish import publish, publish_all
from .rescue import rescue_work
from .retry_event import retry_event

__all__ = ["deliver_subject", "publish", "publish_all", "rescue_work", "retry_event"]
