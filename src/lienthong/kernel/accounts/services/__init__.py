"""What others may ask of accounts."""

from .accept_identity import accept_identity, record_personal_number
from .connect_system import connect_system, disconnect_system, renew_secret
from .emergency import end_emergency_rights, take_emergency_rights
from .end_sessions import end_other_sessions, end_session
from .note_use import note_sign_on, note_use, remove_expired_tokens
from .open_account import open_account

__all__ = [
    "accept_identity",
    "connect_system",
    "disconnect_system",
    "end_emergency_rights",
    "end_other_sessions",
    "end_session",
    "note_sign_on",
    "note_use",
    "open_account",
    "record_personal_number",
    "remove_expired_tokens",
    "renew_secret",
    "take_emergency_rights",
]
