"""What others may ask of accounts."""

from .connect_system import connect_system, disconnect_system, renew_secret
from .end_sessions import end_other_sessions, end_session
from .note_use import note_sign_on, note_use, remove_expired_tokens
from .open_account import open_account

__all__ = [
    "connect_system",
    "disconnect_system",
    "end_other_sessions",
    "end_session",
    "note_sign_on",
    "note_use",
    "open_account",
    "remove_expired_tokens",
    "renew_secret",
]
