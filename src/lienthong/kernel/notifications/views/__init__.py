"""Pages of notifications."""

from .messages import messages

__all__ = ["messages"]
