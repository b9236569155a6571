"""What others may ask of acts."""

from .offered_acts import offered
from .once import run_once
from .retry_event import retry_event

__all__ = ["offered", "retry_event", "run_once"]
