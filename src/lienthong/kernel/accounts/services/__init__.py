"""What others may ask of accounts."""

from .end_sessions import end_other_sessions, end_session
from .open_account import open_account

__all__ = ["end_other_sessions", "end_session", "open_account"]
