"""Doors of accounts."""

from .account import account, choose_theme
from .hats import choose_hat
from .sessions import end_other_sessions, end_session
from .sign_in import sign_in, sign_out
from .systems import connect_system, renew_secret, system, systems

__all__ = [
    "account",
    "choose_hat",
    "choose_theme",
    "connect_system",
    "end_other_sessions",
    "end_session",
    "renew_secret",
    "sign_in",
    "sign_out",
    "system",
    "systems",
]
